/* The vault's filters, on top of a form that works without this. What is swapped is #vault; so
   everything here listens on the document and looks for its elements when it needs them. */
const form = () => document.getElementById("filters");
const isWide = matchMedia("(min-width: 64rem)");

/* Short addresses: fields that say nothing stay out of them. */
document.addEventListener("formdata", ({ target, formData }) => {
  if (target !== form()) return;
  [...formData].filter(([, value]) => value === "").forEach(([name]) => formData.delete(name));
});

/* On wide screens a choice takes effect at once; the sheet on phones waits for its button. */
let pause;
document.addEventListener("change", ({ target }) => {
  const filters = form();
  if (target.form !== filters) return;
  if (target.id !== "sort" && !(isWide.matches && window.htmx)) return void (filters.dataset.changed = "");
  clearTimeout(pause);
  pause = setTimeout(() => form().requestSubmit(), target.id === "sort" ? 0 : 250);
});

/* What a swap would lose: which facets are open, and where the reader is. */
let openFacets = {};
let isSignedOut = true;
document.addEventListener("htmx:beforeSwap", () => {
  openFacets = Object.fromEntries([...document.querySelectorAll("#filters details")].map((one) => [one.id, one.open]));
  isSignedOut = document.querySelector("#vault [data-signed-in]")?.hidden ?? false;
});
/* The head says of the address what the part that was swapped says. */
const tellHead = () => {
  const { canonical, json } = document.getElementById("found").dataset;
  if (!canonical) return;
  document.head.querySelector("link[rel=canonical]").href = canonical;
  document.head.querySelector('link[type="application/json"]').href = json;
  for (const rel of ["prev", "next"]) {
    document.head.querySelector(`link[rel=${rel}]`)?.remove();
    const href = document.querySelector(`#vault a[rel=${rel}]`)?.href;
    if (href) document.head.append(Object.assign(document.createElement("link"), { rel, href }));
  }
};
const settle = () => {
  tellHead();
  for (const one of document.querySelectorAll("#filters details")) if (one.id in openFacets) one.open = openFacets[one.id];
  const q = document.getElementById("q");
  if (q !== document.activeElement) q.value = new URLSearchParams(location.search).get("q") ?? "";
  drawCord();
};
document.addEventListener("htmx:afterSettle", () => {
  settle();
  const found = document.getElementById("found");
  document.querySelector("[data-vault-said]").textContent = "";
  if (document.activeElement === document.body) found.focus({ preventScroll: true });
  else document.querySelector("[data-vault-said]").textContent = found.textContent;
  document.querySelectorAll("#vault [data-signed-in]").forEach((one) => { one.hidden = isSignedOut; });
});
document.addEventListener("htmx:historyRestore", settle);
for (const failure of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(failure, ({ detail }) => { location.href = detail.pathInfo.finalRequestPath; });
}

/* Two thumbs on one cord. A thumb at its end asks for nothing, so its field stays empty. */
const cordParts = () => {
  const cord = document.querySelector("[data-cord]");
  return cord && { thumbs: cord.querySelectorAll("input[type=range]"), fields: cord.querySelectorAll("input[type=number]"), part: cord.querySelector(".range__part") };
};
const place = (thumb) => `${((thumb.value - thumb.min) / (thumb.max - thumb.min || 1)) * 100}%`;
const drawCord = () => {
  const cord = cordParts();
  cord?.thumbs.forEach((thumb, end) => cord.part.setAttribute(`x${end + 1}`, place(thumb)));
};
document.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-cord] input[type=range]")) return;
  const { thumbs: [low, high], fields: [from, to] } = cordParts();
  if (+low.value > +high.value) target.value = (target === low ? high : low).value;
  from.value = low.value === low.min ? "" : low.value;
  to.value = high.value === high.max ? "" : high.value;
  drawCord();
});
document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-cord] input[type=number]")) return;
  const { thumbs: [low, high], fields: [from, to] } = cordParts();
  low.value = from.value || low.min;
  high.value = to.value || high.max;
  drawCord();
});
drawCord();
