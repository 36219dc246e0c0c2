/* Choices that complete what is typed carry the name of their field, which the admin leaves out. */
(() => {
  const nameChoices = () => document.querySelectorAll(".select2-container").forEach((box) => {
    const select = box.previousElementSibling?.closest("select");
    const label = select && document.querySelector(`label[for="${select.id}"]`);
    if (!label) return;
    const name = label.textContent.replace(":", "").trim();
    box.querySelectorAll(".select2-selection--single, .select2-selection--single .select2-selection__rendered, .select2-search__field").forEach((part) => {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", name);
    });
  });
  addEventListener("load", nameChoices);
  document.addEventListener("formset:added", () => setTimeout(nameChoices));
})();

/* The preview beside the text. Without this script the button opens it in a page of its own. */
addEventListener("DOMContentLoaded", () => {
  const body = document.getElementById("id_body");
  const button = document.querySelector("[data-desk-preview]");
  if (!body || !button) return;

  const beside = Object.assign(document.createElement("div"), { className: "desk-beside" });
  const pane = Object.assign(document.createElement("div"), { className: "desk-beside__page" });
  pane.setAttribute("role", "region");
  pane.setAttribute("aria-label", "Preview");
  pane.tabIndex = 0;
  body.replaceWith(beside);
  beside.append(body, pane);

  const tokens = document.querySelector('link[href*="css/tokens"]').href;
  const sheet = pane.attachShadow({ mode: "open" });
  for (const name of ["tokens", "base", "components", "pages"]) {
    sheet.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: tokens.replace("tokens", name) }));
  }
  const room = document.createElement("div");
  room.dataset.room = "paper";
  const inner = Object.assign(document.createElement("div"), { className: "desk-room ui" });
  room.append(inner);
  sheet.append(room);

  let asked = 0;
  const draw = async () => {
    const mine = ++asked;
    const form = new FormData(body.form);
    const wanted = new FormData();
    for (const name of ["csrfmiddlewaretoken", "title", "kind", "standfirst", "at_a_glance", "body"]) wanted.set(name, form.get(name) ?? "");
    const answer = await fetch(`${button.dataset.deskPreview}?part=1`, { method: "POST", body: wanted });
    const text = await answer.text();
    if (mine === asked && (answer.ok || answer.status === 413)) inner.innerHTML = text;
  };

  let pause;
  body.form.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(draw, 600); });
  draw();
});
