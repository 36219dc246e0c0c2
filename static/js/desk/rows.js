/* The rows beside a page: closed ones say in a line what they hold, rows with a place move, and a
   claim takes as many sources as it needs. */
import { drag, move, putLast, rowOf } from "./order.js";

const shown = (field) => (field.tagName === "SELECT" ? [...field.selectedOptions].map((each) => each.textContent).join(", ") : field.value).trim();
const isEmpty = (words) => !words || /^-+$/.test(words);
const namedIn = (row, name) => row.querySelector(`[name$="-${name}"]`);

/* What a closed row says: the fields that its table names, those that hold something. */
function sumUp(row) {
  const line = row.querySelector(".desk-row__line");
  const names = row.closest("[data-line]").dataset.line.split(" ");
  const words = names.map((name) => namedIn(row, name)).filter(Boolean).map(shown).filter((each) => !isEmpty(each));
  if (words.length) line.textContent = words.join(" · ");
}

/* A further row for a source, made of the empty one that each claim ends with. */
function addSource(box) {
  const count = box.querySelector('[name$="-TOTAL_FORMS"]');
  const blank = box.querySelector("template");
  const row = document.importNode(blank.content, true).firstElementChild;
  const claim = count.name.replace("-TOTAL_FORMS", "");
  row.querySelectorAll("[name], [id], [for]").forEach((part) => ["name", "id", "for"].forEach((key) => {
    if (!part.hasAttribute(key)) return;
    part.setAttribute(key, part.getAttribute(key).replace(/claims-(?:\d+|__prefix__)-cited-__prefix__/, `${claim}-${count.value}`));
  }));
  box.querySelector(".desk-cited__rows").append(row);
  count.value = Number(count.value) + 1;
  putLast(row);
  row.dispatchEvent(new CustomEvent("formset:added", { bubbles: true, detail: { formsetName: claim } }));
  row.querySelector(".select2-selection")?.focus();
}

function act(event) {
  const button = event.target.closest("[data-move], [data-add-source]");
  if (!button) return;
  if (button.dataset.move) { move(rowOf(button), Number(button.dataset.move)); button.focus(); }
  else addSource(button.closest(".desk-cited"));
}

/* A row that was just added stands open at the end, with the cursor in its first field. */
function welcome({ target }) {
  if (!target.matches?.(".desk-rows .inline-related")) return;
  target.querySelector("details").open = true;
  putLast(target);
  target.querySelector("textarea, input:not([type=hidden])")?.focus();
}

export function comfortRows(form) {
  form.querySelectorAll(".desk-rows .inline-related").forEach(sumUp);
  form.addEventListener("input", ({ target }) => { const row = target.closest(".desk-rows .inline-related"); if (row) sumUp(row); });
  form.addEventListener("click", act);
  form.addEventListener("pointerdown", drag);
  document.addEventListener("formset:added", welcome);
}
