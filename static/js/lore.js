/* A covered passage, laid under its own bar. Without this script the bar leads to a page. */
(() => {
  const say = (veil, open) => {
    const bar = veil.querySelector(".veil__bar");
    veil.toggleAttribute("data-open", open);
    bar.setAttribute("aria-expanded", String(open));
    bar.querySelector(".veil__act").textContent = open ? "Cover again" : "Wipe the ash away";
  };

  const uncover = async (veil, bar) => {
    bar.setAttribute("aria-busy", "true");
    const answer = await fetch(`${bar.getAttribute("href")}?part=1`);
    if (!answer.ok) throw new Error(answer.status);
    bar.insertAdjacentHTML("afterend", await answer.text());
    bar.removeAttribute("aria-busy");
    say(veil, true);
  };

  document.addEventListener("click", (event) => {
    const bar = event.target.closest?.("a.veil__bar");
    if (!bar || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const veil = bar.closest(".veil");
    const body = veil.querySelector(".veil__body");
    event.preventDefault();
    if (body) { body.remove(); say(veil, false); return; }
    uncover(veil, bar).catch(() => { location.href = bar.href; });
  });
})();
