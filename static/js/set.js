/* What a member has of this set, laid into the page; without this it is a page of its own. */
const part = document.querySelector("[data-set-progress]");
if (part && /(^|; )club=/.test(document.cookie)) {
  const answer = await fetch(`${part.dataset.setProgress}?part=1`, { redirect: "manual" }).catch(() => null);
  if (answer?.ok) part.innerHTML = await answer.text();
  if ("brief" in part.dataset) part.replaceChildren(...part.querySelectorAll(":scope > p:first-child"));
}
