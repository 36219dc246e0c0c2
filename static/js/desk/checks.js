/* What was found in the page: beside the text while one writes, and once more before it goes out. */

const OUT = new Set(["_submit", "_schedule", "_publish"]);

/* Put the findings under their tab, with the number of them on it. */
export const showFound = (panel, tab) => (findings) => {
  panel.replaceChildren(findings);
  const number = Number(findings.dataset.findings);
  tab.textContent = number ? `Checks (${number})` : "Checks";
};

/* Ask before a page with faults goes out; whoever says so sends it anyway. */
export function askBeforeItGoes(form, dialog, panel) {
  let pressed;
  form.addEventListener("submit", (event) => {
    const faults = [...panel.querySelectorAll("li:not([data-level=note])")];
    if (!OUT.has(event.submitter?.name) || !faults.length || event.submitter === pressed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    pressed = event.submitter;
    dialog.querySelector("ul").replaceChildren(...faults.map((each) => each.cloneNode(true)));
    const anyway = dialog.querySelector("[value=anyway]");
    anyway.textContent = `${pressed.textContent.trim()} anyway`;
    anyway.hidden = faults.some((each) => each.dataset.level === "error"); // the house would keep it back
    dialog.showModal();
  });
  dialog.addEventListener("close", () => {
    const button = pressed;
    if (dialog.returnValue === "anyway") form.requestSubmit(button);
    else pressed = null;
    dialog.returnValue = "";
  });
  dialog.addEventListener("click", ({ target }) => { if (target.closest("li a")) dialog.close(); });
}
