/* The scrubber of the timeline: a cord to draw along. It says seasons and counts, never what happened. */
(() => {
  const room = document.querySelector("[data-scrub]");
  const seasons = [...document.querySelectorAll("[data-season]")];
  if (!room || seasons.length < 2) return;
  const cord = room.querySelector("input");
  const said = room.querySelector("[data-scrub-said]");
  const count = (season) => {
    const [all, covered] = ["ol > li", ".under-ash"].map((selector) => season.querySelectorAll(selector).length);
    const words = `${all} ${all === 1 ? "happening" : "happenings"}`;
    return covered ? `${words}, ${covered} under ash` : words;
  };

  const show = (at) => {
    cord.value = at;
    cord.style.setProperty("--at", `${(at / (seasons.length - 1)) * 100}%`);
    cord.setAttribute("aria-valuetext", `${seasons[at].dataset.season}, ${count(seasons[at])}`);
    said.textContent = seasons[at].dataset.season;
    seasons.forEach((season, number) => season.toggleAttribute("data-now", number === at));
  };

  /* While the cord is drawn the page follows it; else the cord follows the page. */
  let drawn = 0;
  cord.addEventListener("input", () => {
    drawn = Date.now();
    show(+cord.value);
    seasons[cord.value].scrollIntoView({ block: "start" });
  });
  const follow = () => {
    if (Date.now() - drawn < 400) return;
    const line = room.getBoundingClientRect().bottom + 48;
    const begun = seasons.filter((season) => season.getBoundingClientRect().top <= line).length;
    show(Math.max(begun - 1, 0));
  };
  const watch = new IntersectionObserver(follow, { rootMargin: "-120px 0px -70% 0px" });
  cord.max = seasons.length - 1;
  room.hidden = false;
  seasons.forEach((season) => watch.observe(season));
  addEventListener("scrollend", follow);
  show(0);
})();
