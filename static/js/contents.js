/* The contents follow the reader. Without this script they are a plain list of links. */
(() => {
  const links = [...document.querySelectorAll(".article__rail .toc a")];
  const parts = links.map((link) => ({ link, head: document.getElementById(link.hash.slice(1)) })).filter((part) => part.head);
  if (!parts.length) return;

  /* The part that is being read: the last heading above the upper quarter of the window. */
  const follow = () => {
    const above = parts.filter((part) => part.head.getBoundingClientRect().top <= innerHeight / 4);
    const isAtEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
    const current = isAtEnd ? parts.at(-1) : above.at(-1) ?? parts[0];
    links.forEach((link) => link.removeAttribute("aria-current"));
    current.link.setAttribute("aria-current", "true");
  };
  const watch = new IntersectionObserver(follow, { rootMargin: "0px 0px -75% 0px" });
  parts.forEach((part) => watch.observe(part.head));
  addEventListener("scrollend", follow);
  follow();
})();
