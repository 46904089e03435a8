/* The admin's search boxes for long lists take the label of the field they stand
   for; the widget names them by what is chosen, which is nothing at first. */
(() => {
  const name = (select) => {
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    const box = select.parentElement.querySelector("[role=combobox]");
    if (!label || !box) {
      return;
    }
    label.id ||= `${select.id}_label`;
    for (const part of [box, box.querySelector("[role=textbox]")]) {
      part?.setAttribute("aria-labelledby", label.id);
    }
  };
  const nameAll = () => {
    document.querySelectorAll("select.admin-autocomplete").forEach(name);
  };

  // The boxes are made when jQuery finds the page ready; it calls in order of asking.
  window.django?.jQuery?.(nameAll);
  document.addEventListener("formset:added", () => setTimeout(nameAll));
})();
