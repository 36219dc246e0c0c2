/* The text of a page in CodeMirror. The textarea below it stays what is posted, and is kept alike.

   The editor lives in a shadow root: there CodeMirror adopts its style sheet, which the content
   security policy allows, instead of writing a <style> into the page, which it forbids. */
import {
  Decoration, EditorState, EditorView, HighlightStyle, MatchDecorator, ViewPlugin, completionKeymap, defaultKeymap,
  drawSelection, history, historyKeymap, keymap, markdown, markdownLanguage, search, searchKeymap, syntaxHighlighting, tags,
} from "../../vendor/codemirror.min.js";

const LEFT_OUT = { remove: ["HTMLBlock", "HTMLTag", "IndentedCode", "FencedCode", "LinkReference"] };
const MONO = 'ui-monospace, "Liberation Mono", monospace';

const theme = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--lifted)", fontSize: "15px", height: "100%" },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: MONO, lineHeight: "1.6", overflow: "auto" },
  ".cm-content": { padding: "0.75rem 0", caretColor: "var(--ember-ink)" },
  ".cm-line": { padding: "0 0.9rem" },
  ".cm-cursor": { borderLeftColor: "var(--ember-ink)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "color-mix(in srgb, var(--ember) 28%, transparent)",
  },
  ".cm-bracket": { color: "var(--ember-ink)" },
  ".cm-passage": { color: "var(--ink-2)", fontWeight: "650" },
  ".cm-tooltip": { background: "var(--lifted)", color: "var(--ink)", border: "1px solid var(--line-strong)", maxWidth: "min(28rem, 92vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--sans)", fontSize: "14.4px", maxHeight: "17rem", maxWidth: "min(28rem, 92vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.45rem 0.75rem", minHeight: "1.4rem", whiteSpace: "normal" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--ink-2)", color: "var(--ground)" },
  ".cm-completionDetail": { fontStyle: "normal", color: "inherit", marginLeft: "0.6em" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "650" },
  ".cm-panels": { background: "var(--sunken)", color: "var(--ink)" },
  ".cm-panel input, .cm-panel button": { font: "14.4px var(--sans)", color: "inherit", background: "var(--lifted)", border: "1px solid var(--line-strong)" },
  ".cm-panel.cm-search label": { fontSize: "14.4px" },
});

const colours = syntaxHighlighting(HighlightStyle.define([
  { tag: tags.heading, fontWeight: "650", color: "var(--ink)" },
  { tag: tags.strong, fontWeight: "650" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: tags.strikethrough, textDecoration: "line-through" },
  { tag: [tags.link, tags.url], color: "var(--ember-ink)" },
  { tag: [tags.quote, tags.processingInstruction, tags.contentSeparator], color: "var(--ink-2)" },
]));

/* Our own marks, which no Markdown grammar knows. */
const PASSAGE = /^:{3,}.*/;
const marker = new MatchDecorator({
  regexp: /^:{3,}.*|\[\[[^[\]\n]{1,400}\]\]|\[@[\w.:-]{1,100}\]|\[\^[^\]\s]{1,60}\]/g,
  decoration: ([found]) => Decoration.mark({ class: PASSAGE.test(found) ? "cm-passage" : "cm-bracket" }),
});
const marks = ViewPlugin.define(
  (view) => ({ found: marker.createDeco(view), update(change) { this.found = marker.updateDeco(change, this.found); } }),
  { decorations: (plugin) => plugin.found },
);

/* Keep the textarea like the editor, and tell the form, so that whoever listens to it hears. */
const mirrorTo = (textarea) => EditorView.updateListener.of((change) => {
  if (!change.docChanged) return;
  textarea.value = change.state.doc.toString();
  textarea.dispatchEvent(new Event("input", { bubbles: true }));
});

const reading = (label) => EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "true", autocapitalize: "sentences", tabindex: "0" });

/* An editor over `textarea`. Tab leaves it, as it leaves a textarea. */
export function editorOver(textarea, label, extensions) {
  const host = Object.assign(document.createElement("div"), { className: "desk-editor" });
  const root = host.attachShadow({ mode: "open" });
  textarea.after(host);
  const view = new EditorView({
    parent: root,
    root,
    doc: textarea.value,
    extensions: [
      extensions, theme, colours, marks, history(), drawSelection(), search({ top: true }), EditorView.lineWrapping,
      markdown({ base: markdownLanguage, extensions: LEFT_OUT, completeHTMLTags: false, pasteURLAsLink: true }),
      keymap.of([...completionKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap]),
      EditorState.allowMultipleSelections.of(true), reading(label), mirrorTo(textarea),
    ],
  });
  textarea.hidden = true;
  textarea.labels.forEach((each) => each.addEventListener("click", () => view.focus()));
  // A browser that comes back to the page puts its own memory of the form into the textarea.
  addEventListener("pageshow", () => write(view, textarea.value));
  return view;
}

/* Make the editor say `text`, if it does not. */
export function write(view, text) {
  const plain = text.replaceAll("\r\n", "\n");
  if (view.state.doc.toString() !== plain) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: plain } });
}
