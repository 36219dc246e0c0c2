/* Keys of the desk, and the list of them. */
import { spoken } from "./toolbar.js";

const FIELDS = "input, textarea, select, [contenteditable]";

const typing = (event) => event.composedPath()[0].matches?.(FIELDS);

function line({ key, what }) {
  const row = document.createElement("div");
  const name = document.createElement("dt");
  name.append(Object.assign(document.createElement("kbd"), { textContent: spoken(key) }));
  row.append(name, Object.assign(document.createElement("dd"), { textContent: what }));
  return row;
}

/* Fill `dialog` with the keys and let them act wherever one is on the page. */
export function keysOf(dialog, keys, told) {
  dialog.querySelector("dl").append(...[...keys, ...told].map(line));
  document.addEventListener("keydown", (event) => {
    const isMod = event.ctrlKey || event.metaKey;
    const pressed = isMod ? `Mod-${event.key}` : event.key;
    const found = keys.find(({ key }) => key === pressed);
    if (!found || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (!isMod && typing(event)) return;
    event.preventDefault();
    found.run();
  });
}
