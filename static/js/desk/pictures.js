/* Pictures dropped on the text, pasted into it or chosen: asked for their words, then laid in. */
import { EditorView } from "../../vendor/codemirror.min.js";
import { putPassage } from "./marks.js";

const SILENT = "The picture did not arrive: the house does not answer. It is still chosen; try again.";

const pictureOf = (transfer) => [...(transfer?.files ?? [])].find((file) => file.type.startsWith("image/"));

/* What to do with a picture that comes over the editor. */
export const takingPictures = (ask) => EditorView.domEventHandlers({
  drop: (event, view) => taken(event, view, event.dataTransfer, ask),
  paste: (event, view) => taken(event, view, event.clipboardData, ask),
});

function taken(event, view, transfer, ask) {
  const file = pictureOf(transfer);
  if (!file) return false;
  const at = event.type === "drop" ? view.posAtCoords({ x: event.clientX, y: event.clientY }) : null;
  if (at !== null) view.dispatch({ selection: { anchor: at } });
  event.preventDefault();
  ask(file);
  return true;
}

function fileInto(field, file) {
  const holder = new DataTransfer();
  holder.items.add(file);
  field.files = holder.files;
}

async function send(form, url) {
  const answer = await fetch(url, { method: "POST", body: new FormData(form) }).catch(() => null);
  if (answer?.status !== 201 && answer?.status !== 400) return { errors: { "": [SILENT] } };
  return answer.json();
}

/* Each complaint after the name of its field. */
const told = (form, errors) => Object.entries(errors).flatMap(([name, sentences]) => {
  const label = form.elements[name]?.labels?.[0]?.textContent ?? "";
  return sentences.map((sentence) => `${label} ${sentence}`.trim());
}).join(" ");

/* Needed or not: a picture that only decorates has no words. */
function minding(form) {
  const { alt, is_decorative: decorative } = form.elements;
  const mind = () => { alt.required = !decorative.checked; alt.disabled = decorative.checked; };
  decorative.addEventListener("change", mind);
  mind();
  return mind;
}

/* The dialog that asks; gives back how to open it, with a file or without one. */
export function pictureDialog(dialog, view) {
  const form = dialog.querySelector("form");
  const said = dialog.querySelector("[role=alert]");
  const mind = minding(form);
  form.addEventListener("submit", async (event) => {
    if (event.submitter?.value === "cancel") return;
    event.preventDefault();
    form.setAttribute("aria-busy", "true");
    const { markdown, errors } = await send(form, dialog.dataset.url);
    form.removeAttribute("aria-busy");
    said.textContent = told(form, errors ?? {});
    if (!markdown) return;
    dialog.close();
    putPassage(view(), markdown);
  });
  return (file) => {
    form.reset();
    mind();
    said.textContent = "";
    if (file) fileInto(form.elements.file, file);
    dialog.showModal();
    (file ? form.elements.alt : form.elements.file).focus();
  };
}
