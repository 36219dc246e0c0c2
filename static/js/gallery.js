/* A picture laid large over its page. Without this script it is a link to the large picture. */
(() => {
  const gallery = document.querySelector(".gallery");
  const room = gallery?.querySelector("template");
  if (!room) return;
  const dialog = room.content.firstElementChild.cloneNode(true);
  gallery.append(dialog);
  const part = (selector) => dialog.querySelector(selector);
  const [frame, stage, nearer] = [".zoom__frame", ".zoom__stage", "[data-nearer]"].map(part);

  /* What there is to turn to: each view of the first picture, then the other pictures. */
  const views = [...gallery.querySelectorAll(".gallery__views label")];
  const [lead, ...others] = gallery.querySelectorAll("a.gallery__open");
  const whole = (link) => ({ link, view: 1, words: link.querySelector("img").alt });
  const slides = views.map((label, index) => ({ link: lead, view: index + 1, label, words: label.querySelector(".vh:not(input)").textContent }));
  if (lead && !views.length) slides.push(whole(lead));
  slides.push(...others.map(whole));
  let at = 0;

  const goNear = (near) => {
    dialog.toggleAttribute("data-near", near);
    nearer.setAttribute("aria-pressed", String(near));
    stage.removeAttribute("tabindex");
    if (!near) return;
    stage.tabIndex = 0;
    stage.scrollTo((stage.scrollWidth - stage.clientWidth) / 2, (stage.scrollHeight - stage.clientHeight) / 2);
  };

  const show = (index) => {
    at = (index + slides.length) % slides.length;
    const { link, view, label, words } = slides[at];
    const picture = link.querySelector("picture").cloneNode(true);
    picture.querySelectorAll("[sizes]").forEach((each) => { each.sizes = "100vw"; });
    const image = picture.querySelector("img");
    image.removeAttribute("loading");
    frame.replaceChildren(picture);
    frame.dataset.view = view;
    frame.style.setProperty("--wide", image.getAttribute("width") / image.getAttribute("height"));
    part("b").textContent = gallery.dataset.name;
    part("p span").textContent = slides.length > 1 ? `${words}, ${at + 1} of ${slides.length}` : words;
    if (label) label.querySelector("input").checked = true;
    goNear(false);
  };

  gallery.querySelectorAll("a.gallery__open").forEach((link) => link.addEventListener("click", (event) => {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const chosen = slides.findIndex((slide) => slide.link === link && (!slide.label || slide.label.querySelector("input").checked));
    show(Math.max(chosen, 0));
    dialog.querySelectorAll("[data-turn]").forEach((button) => { button.hidden = slides.length < 2; });
    dialog.showModal();
    part("[data-close]").focus();
  }));

  dialog.addEventListener("click", ({ target }) => {
    const turn = target.closest("[data-turn]");
    if (turn) show(at + +turn.dataset.turn);
    else if (target.closest("[data-nearer], img")) goNear(!dialog.hasAttribute("data-near"));
    else if (target === stage || target === frame) dialog.close();
  });

  /* Near by, the arrow keys move the picture; else they turn to the next view. */
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (!dialog.hasAttribute("data-near")) return show(at + step);
    const across = event.key === "ArrowLeft" || event.key === "ArrowRight";
    stage.scrollBy(across ? step * 120 : 0, across ? 0 : step * 120);
  });
})();
