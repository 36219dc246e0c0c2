/* The row of buttons over the text: one stop of the Tab key, arrows within it. */

const MAC = /Mac|iP(hone|ad)/.test(navigator.platform);

/* A key as people read it, and as machines do. */
export const spoken = (key) => key.replace("Mod", MAC ? "⌘" : "Ctrl").replaceAll("-", MAC ? " " : "+").replace(/\w$/, (letter) => letter.toUpperCase());
const declared = (key) => key.replace("Mod", MAC ? "Meta" : "Control").replaceAll("-", "+");

function button({ word, key, what, run }, view) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: word, title: key ? `${what} (${spoken(key)})` : what, tabIndex: -1 });
  if (key) made.setAttribute("aria-keyshortcuts", declared(key));
  made.addEventListener("click", () => run(view));
  return made;
}

/* Lay a toolbar of `marks` over the editor. */
export function toolbarOver(view, host, marks) {
  const bar = Object.assign(document.createElement("div"), { className: "desk-toolbar" });
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "Marks for the text");
  bar.append(...marks.map((mark) => button(mark, view)));
  host.before(bar);
  const buttons = [...bar.children];
  buttons[0].tabIndex = 0;
  bar.addEventListener("focusin", ({ target }) => buttons.forEach((each) => { each.tabIndex = each === target ? 0 : -1; }));
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    buttons.at(to % buttons.length).focus();
  });
}
