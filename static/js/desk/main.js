/* The writing desk. Without it the form works all the same: a textarea, and a preview in a tab. */
import { keymap } from "../../vendor/codemirror.min.js";
import { askBeforeItGoes, showFound } from "./checks.js";
import { dropSaved, keepDrafts } from "./drafts.js";
import { editorOver } from "./editor.js";
import { keysOf } from "./keys.js";
import { MARKS, shortcuts } from "./marks.js";
import { completingFrom } from "./names.js";
import { pictureDialog, takingPictures } from "./pictures.js";
import { presenceOn } from "./presence.js";
import { previewOf } from "./preview.js";
import { comfortRows } from "./rows.js";
import { sheetIn, tabsOver } from "./side.js";
import { toolbarOver } from "./toolbar.js";

const made = (tag, properties) => Object.assign(document.createElement(tag), properties);

/* The text at the left, tabs at the right; on a phone one below the other. */
function layBeside(body, help) {
  const panels = ["preview", "found", "help"].map((name) => made("div", { className: "desk-panel", id: `desk-${name}` }));
  const tabs = tabsOver(panels, ["Preview", "Checks", "Help"]);
  const state = made("p", { className: "desk-drawn" });
  state.setAttribute("role", "status");
  const beside = made("div", { className: "desk-beside" });
  const [text, side] = [made("div", { className: "desk-text" }), made("div", { className: "desk-side" })];
  body.replaceWith(beside);
  text.append(body);
  side.append(tabs.list, ...panels, state);
  beside.append(text, side);
  panels[2].append(help);
  help.open = true;
  help.querySelectorAll("[data-drawn]").forEach((seen) => {
    const drawn = [...seen.childNodes];
    sheetIn(seen).append(...drawn);
  });
  return { text, panels, tabs, state };
}

function editorAt(form, body, desk, beside, keys) {
  const label = body.labels[0]?.textContent.replace(":", "").trim() ?? "Text";
  const dialog = document.getElementById("desk-picture");
  let view;
  const askForPicture = dialog && pictureDialog(dialog, () => view);
  const ours = keymap.of([...shortcuts, ...keys.filter(({ key }) => key.startsWith("Mod")).map(({ key, run }) => ({ key, run: () => { run(); return true; } }))]);
  view = editorOver(body, label, [ours, completingFrom(desk.dataset.names), ...(askForPicture ? [takingPictures(askForPicture)] : [])]);
  const picture = { word: "Picture", what: "Picture of your own, with its words", run: () => askForPicture() };
  toolbarOver(view, beside.text.querySelector(".desk-editor"), askForPicture ? [...MARKS, picture] : MARKS);
  return view;
}

function openDesk(desk) {
  const body = document.getElementById("id_body");
  const { form } = body;
  const beside = layBeside(body, document.getElementById("desk-help"));
  const keysDialog = document.getElementById("desk-keys");
  const sheet = made("div", {});
  beside.panels[0].append(sheet);
  const draw = previewOf(form, desk.dataset.preview, { panel: beside.panels[0], sheet: sheetIn(sheet), state: beside.state, found: showFound(beside.panels[1], beside.tabs.tabs[1]) });
  askBeforeItGoes(form, document.getElementById("desk-asks"), beside.panels[1]);
  const keys = [
    { key: "Mod-s", what: "Save and go on writing", run: () => form.querySelector("[data-desk-save], [name=_continue]")?.click() },
    { key: "Mod-Enter", what: "Draw the preview and go to it", run: () => { draw(); beside.tabs.open(0); beside.panels[0].focus(); } },
    { key: "?", what: "This list, where no field has the cursor", run: () => keysDialog.showModal() },
  ];
  const view = editorAt(form, body, desk, beside, keys);
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.('a[href="#id_body"]')) return;
    event.preventDefault(); // the textarea lies hidden under the editor
    view.focus();
  });
  const told = [{ key: "Mod-Space", what: "Names that fit after [[, [[item: and [@" }, { key: "Mod-f", what: "Find and replace in the text" }, { key: "Tab", what: "Out of the text, to what comes next" }];
  keysOf(keysDialog, keys, [...shortcuts.map(({ key }) => ({ key, what: MARKS.find((mark) => mark.key === key).what })), ...told]);
  document.getElementById("desk-keys-open").addEventListener("click", () => keysDialog.showModal());
  keepDrafts(form, (words) => { document.getElementById("desk-kept").textContent = words; });
  if (desk.dataset.presence) presenceOn(desk.dataset.presence, form.elements.csrfmiddlewaretoken.value, document.getElementById("desk-presence"));
  return view;
}

dropSaved();
const desk = document.getElementById("desk");
const pageForm = document.getElementById("page_form");
if (pageForm) comfortRows(pageForm);
if (desk && document.getElementById("id_body")) openDesk(desk);
