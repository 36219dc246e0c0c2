/* What stands beside the text: the preview, what was found in it, and how a page is written. */

const STYLES = ["tokens", "base", "components", "pages"];

/* A sheet of the reading room, with its styles and none of the admin's. */
export function sheetIn(host) {
  const sheet = host.attachShadow({ mode: "open" });
  const tokens = document.querySelector('link[href*="css/tokens"]').href;
  const room = Object.assign(document.createElement("div"), { className: "desk-sheet" });
  room.dataset.room = "paper";
  const links = [...STYLES.map((name) => tokens.replace("tokens", name)), ...document.getElementById("desk").dataset.styles.split(" ")];
  sheet.append(...links.map((href) => Object.assign(document.createElement("link"), { rel: "stylesheet", href })), room);
  return room;
}

function tab(name, place, panels) {
  const made = Object.assign(document.createElement("button"), { type: "button", id: `desk-tab-${place}`, textContent: name });
  made.setAttribute("role", "tab");
  made.setAttribute("aria-controls", panels[place].id);
  panels[place].setAttribute("role", "tabpanel");
  panels[place].setAttribute("aria-labelledby", made.id);
  panels[place].tabIndex = 0;
  return made;
}

/* Tabs over `panels`, of which one is seen; gives back how to open the nth. */
export function tabsOver(panels, names) {
  const list = Object.assign(document.createElement("div"), { className: "desk-tabs" });
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", "Beside the text");
  const tabs = names.map((name, place) => tab(name, place, panels));
  list.append(...tabs);
  const open = (place) => tabs.forEach((each, number) => {
    each.setAttribute("aria-selected", String(number === place));
    each.tabIndex = number === place ? 0 : -1;
    panels[number].hidden = number !== place;
  });
  tabs.forEach((each, number) => each.addEventListener("click", () => open(number)));
  list.addEventListener("keydown", ({ key, target }) => {
    const to = tabs.indexOf(target) + ({ ArrowRight: 1, ArrowLeft: -1 }[key] ?? 0);
    if (to === tabs.indexOf(target)) return;
    open((to + tabs.length) % tabs.length);
    tabs.at(to % tabs.length).focus();
  });
  open(0);
  return { list, tabs, open };
}
