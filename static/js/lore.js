/* What scripts add to an article: passages laid under their bars, contents that follow. */
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

  /* Without this script the bar leads to a page. */
  document.addEventListener("click", (event) => {
    const bar = event.target.closest?.("a.veil__bar");
    if (!bar || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const veil = bar.closest(".veil");
    const body = veil.querySelector(".veil__body");
    event.preventDefault();
    if (body) { body.remove(); say(veil, false); return; }
    uncover(veil, bar).catch(() => { location.href = bar.href; });
  });

  /* The part that is being read: the last heading above the upper quarter of the window. */
  const toc = document.querySelector(".article__rail .toc");
  if (!toc) return;
  const parts = [...toc.querySelectorAll("a")].map((link) => ({ link, head: document.getElementById(link.hash.slice(1)) })).filter((part) => part.head);
  const follow = () => {
    const line = innerHeight / 4;
    const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
    const above = parts.filter((part) => part.head.getBoundingClientRect().top <= line);
    const current = atEnd ? parts.at(-1) : above.at(-1) ?? parts[0];
    parts.forEach((part) => {
      if (part === current) part.link.setAttribute("aria-current", "true");
      else part.link.removeAttribute("aria-current");
    });
  };
  const watch = new IntersectionObserver(follow, { rootMargin: "0px 0px -75% 0px" });
  parts.forEach((part) => watch.observe(part.head));
  addEventListener("scrollend", follow);
  follow();
})();
