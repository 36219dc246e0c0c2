/* What is typed is kept in this browser until it is saved, also when its tab is closed.

   Taking it back posts it to the form as something to look at: the server lays all of it, rows
   included, over the newest version, and saves nothing. */

const PAUSE = 800; // ms without a key
const DAYS = 30;
const KEY = `desk:${location.pathname}`;
const SENT = "desk-sent";
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "_review", "base_version"]);

const entriesOf = (form) => [...new FormData(form)].filter(([name, value]) => !NOT_KEPT.has(name) && typeof value === "string");
const versionOf = (form) => form.elements.base_version?.value ?? "";
/* What matters of it: a row that was added and left empty is nothing to keep. */
const BOOKKEEPING = /^rows_from$|_FORMS$|-(id|page|from_page|claim|work)$/;
const plain = (entries) => JSON.stringify(entries
  .filter(([name, value]) => value && !BOOKKEEPING.test(name))
  .map(([name, value]) => [name, value.replaceAll("\r\n", "\n")]));

/* How many characters of `one` and `other` are not alike, ends and beginnings apart. */
function difference(one, other) {
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  return Math.max(one.length, other.length) - start - end;
}

function stored() {
  const found = JSON.parse(localStorage.getItem(KEY) ?? "null");
  const tooOld = found && Date.now() - found.at > DAYS * 86_400_000;
  if (tooOld) localStorage.removeItem(KEY);
  return tooOld ? null : found;
}

/* What differs, in words: in the text, and in how many other fields. */
function told(draft, now) {
  const [before, after] = [draft, now].map((entries) => Object.fromEntries(entries));
  const names = new Set([...Object.keys(before), ...Object.keys(after)].filter((name) => name !== "body" && !BOOKKEEPING.test(name)));
  const others = [...names].filter((name) => (before[name] ?? "") !== (after[name] ?? "")).length;
  const letters = difference(before.body ?? "", after.body ?? "");
  return [
    letters && `${letters.toLocaleString("en-GB")} character${letters > 1 ? "s" : ""} of the text`,
    others && `${others} other field${others > 1 ? "s" : ""}`,
  ].filter(Boolean).join(" and ");
}

function postAgain(form, draft) {
  const again = Object.assign(document.createElement("form"), { method: "post", action: location.href, hidden: true });
  const token = form.elements.csrfmiddlewaretoken.value;
  for (const [name, value] of [...draft.entries, ["csrfmiddlewaretoken", token], ["base_version", draft.version], ["_review", "1"]]) {
    const field = Object.assign(document.createElement("textarea"), { name });
    field.value = value;
    again.append(field);
  }
  document.body.append(again);
  again.submit();
}

function button(words, act, isDefault) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: isDefault ? "button default" : "button", textContent: words });
  made.addEventListener("click", act);
  return made;
}

function offer(form, draft, now) {
  const box = Object.assign(document.createElement("div"), { className: "desk-notice" });
  const when = new Date(draft.at).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" });
  const words = document.createElement("p");
  words.textContent = `You wrote here on ${when} and did not save it. It differs from the form below in ${told(draft.entries, now)}.`;
  const drop = () => { localStorage.removeItem(KEY); box.remove(); };
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", "Not saved yet");
  box.append(words, button("Take it back", () => postAgain(form, draft), true), button("Throw it away", drop));
  form.before(box);
}

/* A success told after a form was sent: what it held is in the house now. */
export function dropSaved() {
  const sent = sessionStorage.getItem(SENT);
  if (!sent || !document.querySelector(".messagelist .success")) return;
  localStorage.removeItem(sent);
  sessionStorage.removeItem(SENT);
}

/* Keep what is typed into `form`, and offer what was kept and never saved. */
export function keepDrafts(form, said) {
  const first = plain(entriesOf(form));
  const draft = stored();
  if (draft && plain(draft.entries) !== first) offer(form, draft, entriesOf(form));
  let pause;
  const keep = () => {
    clearTimeout(pause);
    const entries = entriesOf(form);
    if (plain(entries) === first) return;
    try {
      localStorage.setItem(KEY, JSON.stringify({ at: Date.now(), version: versionOf(form), entries }));
      said("Kept in this browser until you save.");
    } catch {
      said("This browser has no room to keep a draft: save now and then.");
    }
  };
  form.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(keep, PAUSE); });
  form.addEventListener("change", () => { clearTimeout(pause); pause = setTimeout(keep, PAUSE); });
  addEventListener("pagehide", keep);
  form.addEventListener("submit", ({ submitter }) => { if (!submitter?.formAction.includes("/preview/")) sessionStorage.setItem(SENT, KEY); });
}
