/* The shield. Without this script a bar leads to its passage, and an address says how far. */
(() => {
  const say = (veil, open) => {
    const bar = veil.querySelector(".veil__bar");
    veil.toggleAttribute("data-open", open);
    bar.setAttribute("aria-expanded", String(open));
    bar.querySelector(".veil__act").textContent = open ? "Cover again" : "Wipe the ash away";
  };

  /* One passage, asked for: it is laid under its own bar. */
  const uncover = async (veil, bar) => {
    bar.setAttribute("aria-busy", "true");
    const answer = await fetch(`${passage(bar)}?part=1`);
    if (!answer.ok) throw new Error(answer.status);
    bar.insertAdjacentHTML("afterend", await answer.text());
    bar.removeAttribute("aria-busy");
    say(veil, true);
  };

  const passage = (bar) => bar.dataset.passage || bar.getAttribute("href");

  document.addEventListener("click", (event) => {
    const bar = event.target.closest?.("a.veil__bar");
    if (!bar || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const veil = bar.closest(".veil");
    const body = veil.querySelector(".veil__body");
    event.preventDefault();
    if (body) { body.remove(); say(veil, false); return; }
    uncover(veil, bar).catch(() => { location.href = passage(bar); });
  });

  /* What the reader has reached, as the cookie says: the same page as read so far, part by part. */
  const PARTS = "[data-shielded], .veil[id]";
  const name = (part) => part.dataset.shielded || part.id;

  const openUp = async (code) => {
    const start = `/as-read/${code}`;
    const answer = await fetch(start + location.pathname + location.search);
    if (!answer.ok || !answer.url.includes(start)) return;
    const html = (await answer.text()).replaceAll(`"${start}/`, '"/');
    const read = new DOMParser().parseFromString(html, "text/html");
    const opened = new Map([...read.querySelectorAll(PARTS)].map((part) => [name(part), part]));
    for (const part of document.querySelectorAll(PARTS)) {
      const other = opened.get(name(part));
      if (part.isConnected && other && !part.contains(document.activeElement)) part.replaceWith(other);
    }
  };

  const code = /(?:^|; )shield=([\w.-]+)/.exec(document.cookie)?.[1];
  const canBeRead = /^\/(lore|search|seasons|vault)\//.test(location.pathname); // not at the desk
  if (code && code !== "none" && canBeRead && document.querySelector(PARTS)) openUp(code).catch(() => {});

  /* With this script pages open at their own address. */
  const form = document.querySelector("[data-shield-form]");
  form?.append(Object.assign(document.createElement("input"), { type: "hidden", name: "script" }));
})();
