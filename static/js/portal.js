// What the pages do beyond links and forms. Everything works without this file.
// Texts come from data attributes, so they are translated in the templates.
(() => {
  "use strict";

  const language = document.documentElement.lang;
  // Some browsers do not know dates in every language: figures alone, then.
  const [clock = "sv"] = Intl.DateTimeFormat.supportedLocalesOf(language);
  const all = (root, selector) => root.querySelectorAll(selector);
  const fill = (text, value) => text.replace("{}", value);

  // Counting as the server counts: code points, and a line break is two.
  const length = (text) => [...text.replace(/\r?\n/g, "\r\n")].length;

  function countCharacters(note) {
    const control = document.getElementById(note.dataset.count);
    const limit = Number(note.dataset.max);
    let timer;
    const show = () => {
      const left = limit - length(control.value);
      note.textContent = fill(left < 0 ? note.dataset.over : note.dataset.left, Math.abs(left));
    };
    // Too long is better seen and cut by hand than cut off in silence.
    control.removeAttribute("maxlength");
    control.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(show, 400);
    });
    note.hidden = false;
    show();
  }

  function addLocalTime(time) {
    const moment = new Date(time.dateTime);
    const [, sign, hours, minutes] = time.dateTime.match(/([+-])(\d\d):(\d\d)$/) ?? [];
    const offset = Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes));
    if (!sign || offset === -moment.getTimezoneOffset()) return;
    const local = moment.toLocaleString(clock, {
      dateStyle: clock === "sv" ? "short" : "medium",
      timeStyle: "short",
    });
    const note = document.createElement("span");
    note.className = "hint";
    note.textContent = ` ${fill(time.dataset.localText, local)}`;
    time.after(note);
    time.removeAttribute("data-local");
  }

  function prepare(root) {
    all(root, "[data-count][hidden]").forEach(countCharacters);
    all(root, "time[data-local]").forEach(addLocalTime);
    all(root, "[data-print], [data-copy]").forEach((button) => {
      button.hidden = false;
    });
    root.querySelector("[data-problem]")?.focus();
  }

  document.addEventListener("click", async (event) => {
    if (event.target.closest("[data-print]")) window.print();
    const button = event.target.closest("[data-copy]");
    if (button) {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.parentElement.querySelector("[role=status]").textContent = button.dataset.copied;
    }
    all(document, "details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest("details.menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // A form is sent once; coming back to the page makes it ready again.
  const sent = new Set();
  const changed = new Set();
  const release = (form) => {
    sent.delete(form);
    all(form, "[type=submit][aria-disabled]").forEach((b) => b.removeAttribute("aria-disabled"));
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    sent.add(form);
    changed.delete(form);
    event.submitter?.setAttribute("aria-disabled", "true");
    // A download leaves the page where it is.
    setTimeout(release, 10000, form);
  });

  window.addEventListener("pageshow", () => sent.forEach(release));

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-guard]");
    if (form) changed.add(form);
  });

  window.addEventListener("beforeunload", (event) => {
    if ([...changed].some((form) => form.isConnected)) event.preventDefault();
  });

  // Autosave: htmx sends the form; the line beside it says what became of it.
  // The clock has no seconds, so it is read aloud once a minute at most.
  function report(form, saved) {
    const line = form.querySelector("[data-saved]");
    if (!line) return;
    const now = new Date().toLocaleTimeString(clock, { timeStyle: "short" });
    const text = saved ? fill(line.dataset.saved, now) : line.dataset.failed;
    const place = line.querySelector("[role=status]");
    line.dataset.tone = saved ? "good" : "bad";
    line.hidden = false;
    if (place.textContent !== text) place.textContent = text;
    if (saved) changed.delete(form);
  }

  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest("form");
    if (!form) return;
    if (event.target.closest("[data-autosave]")) report(form, event.detail.successful);
    else if (event.target === form && event.detail.successful) changed.delete(form);
  });

  for (const name of ["htmx:sendError", "htmx:responseError"]) {
    document.addEventListener(name, (event) => {
      const note = document.querySelector("[data-connection]");
      if (note && !event.target.closest("[data-autosave]")) note.hidden = false;
    });
  }

  document.addEventListener("htmx:afterSettle", (event) => prepare(event.target));

  prepare(document);
})();
