/* Names under the cursor as brackets are typed: pages, pieces, sources, seasons and pictures. */
import { autocompletion } from "../../vendor/codemirror.min.js";

/* What stands before the cursor, which names fit there, and what closes the bracket. */
const PLACES = [
  { kind: "item", before: /\[\[item:[^[\]|\n]*$/i, typed: /^\[\[item:/i, close: "]]" },
  { kind: "page", before: /\[\[[^[\]|#\n]*$/, typed: /^\[\[/, close: "]]" },
  { kind: "source", before: /\[@[\w.:-]*$/, typed: /^\[@/, close: "]" },
  { kind: "season", before: /^:{3,}\s*spoiler\s+[^|\n]*$/i, typed: /^:{3,}\s*spoiler\s+/i, close: " | " },
  { kind: "media", before: /\]\(media:[\w-]*$/, typed: /^\]\(media:/, close: ")" },
];

async function fetchNames(url, kind, words, context) {
  const stop = new AbortController();
  context.addEventListener("abort", () => stop.abort(), { onDocChange: true });
  const answer = await fetch(`${url}${kind}/?q=${encodeURIComponent(words)}`, { signal: stop.signal }).catch(() => null);
  return answer?.ok ? (await answer.json()).names : [];
}

/* Write the name, close the bracket unless it is closed, and stand behind it. */
const applied = (insert, close) => (view, _completion, from, to) => {
  const rest = view.state.sliceDoc(to, to + close.length);
  const text = insert + close;
  view.dispatch({ changes: { from, to: rest === close ? to + close.length : to, insert: text }, selection: { anchor: from + text.length }, userEvent: "input.complete" });
};

const sourceFrom = (url) => async (context) => {
  for (const { kind, before, typed, close } of PLACES) {
    const found = context.matchBefore(before);
    if (!found) continue;
    const lead = typed.exec(found.text)[0].length;
    const names = await fetchNames(url, kind, found.text.slice(lead), context);
    const options = names.map(({ insert, label, detail }, place) => ({ label, detail, boost: -place, apply: applied(insert, close) }));
    return { from: found.from + lead, options, filter: false };
  }
  return null;
};

/* `url` is the address of the names, to which the kind and what is typed are added. */
export const completingFrom = (url) => autocompletion({ override: [sourceFrom(url)], icons: false, activateOnTypingDelay: 120, maxRenderedOptions: 20 });
