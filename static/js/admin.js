/* The admin's search boxes for long lists take the label of the field they stand
   for; the widget gives them none. */
(() => {
  const name = (root) => {
    for (const select of root.querySelectorAll("select.admin-autocomplete")) {
      const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
      const box = select.parentElement.querySelector("[role=combobox]");
      if (label && box) {
        box.setAttribute("aria-label", label.textContent.trim());
      }
    }
  };
  const nameAll = () => name(document);

  window.addEventListener("load", nameAll);
  document.addEventListener("formset:added", () => setTimeout(nameAll));
})();
