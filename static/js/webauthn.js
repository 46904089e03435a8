// Passkeys: <form data-webauthn="create|get" data-options="id of a JSON script">.
// Without data-options the options are fetched from the form's own address.
// The answer goes into the hidden field `credential` and the form is sent.
(() => {
  "use strict";

  const KINDS = { create: "creation_options", get: "request_options" };

  function toBytes(text) {
    const base64 = text.replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  }

  function toText(buffer) {
    const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte));
    return btoa(letters.join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  }

  const withBytes = (list) => list?.map((item) => ({ ...item, id: toBytes(item.id) }));

  function parse(kind, options) {
    const parser = kind === "create" ? "parseCreationOptionsFromJSON" : "parseRequestOptionsFromJSON";
    if (PublicKeyCredential[parser]) return PublicKeyCredential[parser](options);
    const parsed = { ...options, challenge: toBytes(options.challenge) };
    if (kind === "create") {
      parsed.user = { ...options.user, id: toBytes(options.user.id) };
      parsed.excludeCredentials = withBytes(options.excludeCredentials);
    } else {
      parsed.allowCredentials = withBytes(options.allowCredentials);
    }
    return parsed;
  }

  function serialise(credential) {
    if (credential.toJSON) return credential.toJSON();
    const answer = credential.response;
    const response = { clientDataJSON: toText(answer.clientDataJSON) };
    for (const key of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (answer[key]) response[key] = toText(answer[key]);
    }
    if (answer.getTransports) response.transports = answer.getTransports();
    return {
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
      response,
    };
  }

  async function options(form, kind) {
    let data;
    if (form.dataset.options) {
      data = JSON.parse(document.getElementById(form.dataset.options).textContent);
    } else {
      const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(`options: ${answer.status}`);
      data = await answer.json();
    }
    return data[KINDS[kind]].publicKey;
  }

  // A key that is to replace the password must know its owner and be found without a name.
  function askForPasskey(form, publicKey) {
    const box = form.querySelector("[name=passwordless]");
    if (!box) return;
    const wanted = publicKey.authenticatorSelection ?? {};
    publicKey.authenticatorSelection = {
      ...wanted,
      residentKey: box.checked ? "required" : "discouraged",
      requireResidentKey: box.checked,
      userVerification: box.checked ? "required" : wanted.userVerification,
    };
  }

  const MESSAGES = { NotAllowedError: "cancelled", InvalidStateError: "known" };

  async function ask(form) {
    const note = form.querySelector("[data-webauthn-note]");
    const kind = form.dataset.webauthn;
    note.hidden = true;
    try {
      const publicKey = await options(form, kind);
      if (kind === "create") askForPasskey(form, publicKey);
      const credential = await navigator.credentials[kind]({ publicKey: parse(kind, publicKey) });
      form.elements.credential.value = JSON.stringify(serialise(credential));
      form.submit();
    } catch (error) {
      note.querySelector("[role=alert]").textContent = note.dataset[MESSAGES[error.name] ?? "failed"];
      note.hidden = false;
    }
  }

  for (const form of document.querySelectorAll("form[data-webauthn]")) {
    const ready = Boolean(window.PublicKeyCredential && navigator.credentials);
    const unsupported = form.querySelector("[data-webauthn-unsupported]");
    if (unsupported) unsupported.hidden = ready;
    for (const button of form.querySelectorAll("[type=submit]")) button.hidden = !ready;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask(form);
    });
  }
})();
