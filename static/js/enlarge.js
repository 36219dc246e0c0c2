/* The pictures of an article, laid large over the page. Without this script they stay as they are. */
(() => {
  const room = document.querySelector("template[data-enlarge]");
  const pictures = [...document.querySelectorAll(".prose .figure .plate")].filter((plate) => plate.querySelector("img"));
  if (!room || !pictures.length) return;
  const dialog = room.content.firstElementChild.cloneNode(true);
  document.body.append(dialog);
  const frame = dialog.querySelector(".zoom__frame");
  let at = 0;

  const show = (index) => {
    at = (index + pictures.length) % pictures.length;
    const picture = (pictures[at].querySelector("picture") ?? pictures[at].querySelector("img")).cloneNode(true);
    [picture, ...picture.querySelectorAll("*")].forEach((part) => { part.removeAttribute("loading"); if (part.sizes) part.sizes = "100vw"; });
    const image = picture.matches("img") ? picture : picture.querySelector("img");
    frame.replaceChildren(picture);
    frame.style.setProperty("--wide", image.getAttribute("width") / image.getAttribute("height"));
    dialog.querySelector("b").textContent = pictures[at].parentElement.querySelector("figcaption b")?.textContent ?? "";
    dialog.querySelector("p span").textContent = image.alt;
  };

  pictures.forEach((plate, index) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "enlarge" });
    button.setAttribute("aria-label", `See it large: ${plate.querySelector("img").alt || "the picture"}`);
    plate.append(button);
    button.addEventListener("click", () => {
      show(index);
      dialog.querySelectorAll("[data-turn]").forEach((turn) => { turn.hidden = pictures.length < 2; });
      dialog.showModal();
      dialog.querySelector("[data-close]").focus();
    });
  });

  dialog.addEventListener("click", ({ target }) => {
    const turn = target.closest("[data-turn]");
    if (turn) show(at + +turn.dataset.turn);
    else if (!target.closest("img, p")) dialog.close();
  });
  dialog.addEventListener("keydown", ({ key }) => {
    if (key === "ArrowRight" || key === "ArrowLeft") show(at + (key === "ArrowRight" ? 1 : -1));
  });
})();
