/* What the buttons over the text and their shortcuts write: the marks the renderer knows. */
import { EditorSelection, startCompletion } from "../../vendor/codemirror.min.js";

const chosen = (view) => view.state.sliceDoc(view.state.selection.main.from, view.state.selection.main.to);

/* Put `text` in the place of what is chosen; `from` and `to` of it are chosen then. */
export function put(view, text, from = text.length, to = from) {
  const { from: start, to: end } = view.state.selection.main;
  view.dispatch({
    changes: { from: start, to: end, insert: text },
    selection: EditorSelection.range(start + from, start + to),
    scrollIntoView: true,
    userEvent: "input",
  });
  view.focus();
  return true;
}

const wrap = (before, after, words) => (view) => {
  const text = chosen(view) || words;
  return put(view, before + text + after, before.length, before.length + text.length);
};

/* A passage of its own: empty lines round it, and its first blank chosen. */
export function putPassage(view, text, blank = "") {
  const { from, to } = view.state.selection.main;
  const before = view.state.sliceDoc(Math.max(0, from - 2), from);
  const after = view.state.sliceDoc(to, to + 2);
  const lead = !from || before === "\n\n" ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const tail = after === "\n\n" ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  const at = blank ? lead.length + text.indexOf(blank) : lead.length + text.length;
  return put(view, lead + text + tail, at, at + blank.length);
}

const passage = (make, words, blank) => (view) => putPassage(view, make(chosen(view) || words), blank);
const completed = (before) => (view) => put(view, before + chosen(view)) && startCompletion(view);

function heading(view) {
  const line = view.state.doc.lineAt(view.state.selection.main.head);
  const { length } = /^#{0,6} ?/.exec(line.text)[0];
  const now = { "## ": "### ", "### ": "" }[line.text.slice(0, length)] ?? "## ";
  view.dispatch({ changes: { from: line.from, to: line.from + length, insert: now }, userEvent: "input" });
  view.focus();
  return true;
}

/* The call where the cursor stands, and the note at the end of the text. */
function footnote(view) {
  const text = view.state.doc.toString();
  let number = 1;
  while (text.includes(`[^${number}]`)) number += 1;
  const call = `[^${number}]`;
  const { head } = view.state.selection.main;
  const note = `${text.endsWith("\n") ? "" : "\n"}\n${call}: What the note says.`;
  const at = text.length + call.length + note.length;
  view.dispatch({
    changes: [{ from: head, insert: call }, { from: text.length, insert: note }],
    selection: EditorSelection.range(at - "What the note says.".length, at),
    scrollIntoView: true,
    userEvent: "input",
  });
  view.focus();
  return true;
}

const TABLE = "| What | When |\n| --- | ---: |\n| First | 2019 |";

/* Each button: its word, its key, what it is for, what it does. Few have a key: Control with Alt is
   how many keyboards write @ and letters of their language, and browsers keep most of the others. */
export const MARKS = [
  { word: "Bold", key: "Mod-b", what: "Bold words", run: wrap("**", "**", "words") },
  { word: "Italic", key: "Mod-i", what: "Words in italics", run: wrap("*", "*", "words") },
  { word: "Heading", what: "Heading; again: a smaller one; again: none", run: heading },
  { word: "Link", what: "Link to another site", run: wrap("[", "](https://)", "words") },
  { word: "Page", key: "Mod-k", what: "Link to a page of the record", run: completed("[[") },
  { word: "Piece", what: "Link to a piece of the vault", run: completed("[[item:") },
  { word: "Source", what: "Cite a source", run: completed("[@") },
  { word: "Note", what: "Footnote", run: footnote },
  { word: "Quote", what: "Words of somebody, with speaker and source", run: passage((words) => `:::quote Speaker | what they were | when and to whom | source_key\n${words}\n:::`, "Words.", "Speaker") },
  { word: "Claim", what: "Graded claim within the text", run: passage((words) => `:::claim canon | source_key | 2026-11-21\n${words}\n:::`, "What is claimed.", "canon") },
  { word: "Ash", what: "Passage under ash, until a season", run: passage((words) => `:::spoiler C1S8 | the end of the season | What kind of thing it gives away.\n${words}\n:::`, "What is covered.", "C1S8") },
  { word: "Gallery", what: "Pictures side by side", run: passage((words) => `:::gallery\n${words}\n:::`, '![What it shows](item:slug "Caption.")', "What it shows") },
  { word: "Table", what: "Table", run: passage(() => TABLE, "", "What") },
];

export const shortcuts = MARKS.filter(({ key }) => key).map(({ key, run }) => ({ key, run, preventDefault: true }));
