/* Names under a search field as it is typed in: a combobox over a form that works without it.
   What is chosen is a page to go to; Enter with nothing chosen searches as ever. */
const WAIT = 140; // ms
for (const box of document.querySelectorAll("[data-suggest]")) {
  const field = box.querySelector("input[type=search]");
  const list = Object.assign(document.createElement("div"), { className: "suggest", id: `${field.id}-names`, hidden: true });
  const said = Object.assign(document.createElement("p"), { className: "vh" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Names that fit");
  said.setAttribute("role", "status");
  box.append(list, said);
  const set = (names) => Object.entries(names).forEach(([name, value]) => field.setAttribute(name, value));
  set({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id });

  const options = () => [...list.children];
  let at = -1;
  const choose = (place) => {
    at = place;
    options().forEach((one, number) => one.setAttribute("aria-selected", String(number === at)));
    if (at < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", options()[at].id);
    options()[at].scrollIntoView({ block: "nearest" });
  };
  const close = () => { list.hidden = true; field.setAttribute("aria-expanded", "false"); choose(-1); };
  const show = (names) => {
    list.replaceChildren(...names.map(({ name, kind, url }, number) => {
      const line = Object.assign(document.createElement("a"), { id: `${list.id}-${number}`, href: url, tabIndex: -1 });
      const [n, k] = [["n", name], ["k", kind]].map(([className, textContent]) => Object.assign(document.createElement("span"), { className, textContent }));
      line.setAttribute("role", "option");
      line.append(n, " ", k);
      return line;
    }));
    choose(-1);
    list.hidden = !names.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    said.textContent = names.length ? `${names.length} name${names.length > 1 ? "s" : ""}, arrows to choose` : "";
  };

  let pause;
  let asked = 0;
  const ask = async () => {
    const mine = ++asked;
    const q = field.value.trim();
    const answer = q && await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(q)}`).catch(() => null);
    const names = answer?.ok ? (await answer.json()).suggestions : [];
    if (mine === asked && document.activeElement === field) show(names);
  };
  field.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(ask, WAIT); });
  field.addEventListener("blur", () => setTimeout(() => { if (!box.contains(document.activeElement)) close(); }, 150));
  field.addEventListener("keydown", (e) => {
    const last = options().length - 1;
    if (e.key === "Escape" && !list.hidden) { e.preventDefault(); return close(); }
    if (e.key === "Enter") {
      clearTimeout(pause);
      asked++;
      if (at >= 0) { e.preventDefault(); return options()[at].click(); }
      return close();
    }
    if (list.hidden || last < 0) return;
    if (e.key === "ArrowDown") { e.preventDefault(); choose(at >= last ? -1 : at + 1); }
    if (e.key === "ArrowUp") { e.preventDefault(); choose(at < 0 ? last : at - 1); }
  });
}
