/* Choices that complete what is typed carry the name of their field, which the admin leaves out.
   It makes them when it is ready to, and anew for every row that is added. */

function nameChoices() {
  document.querySelectorAll(".select2-container").forEach((box) => {
    const select = box.previousElementSibling?.closest("select");
    const label = select && document.querySelector(`label[for="${select.id}"]`);
    if (!label) return;
    const name = label.textContent.replace(":", "").trim();
    box.querySelectorAll(".select2-selection--single, .select2-selection--single .select2-selection__rendered, .select2-search__field").forEach((part) => {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", name);
    });
  });
}

const areNew = (change) => [...change.addedNodes].some((node) => node.matches?.(".select2-container"));
new MutationObserver((changes) => { if (changes.some(areNew)) nameChoices(); }).observe(document.body, { childList: true, subtree: true });
nameChoices();
