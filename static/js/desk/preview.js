/* The preview: drawn anew as one types, by the function that publishes. Nothing is saved by it. */

const PAUSE = 500; // ms without a key
const SILENT = "The preview could not be drawn: the house does not answer. What you typed is kept.";

async function ask(url, form, signal) {
  const answer = await fetch(`${url}?part=1`, { method: "POST", body: new FormData(form), signal });
  if (!answer.ok && answer.status !== 413) throw new Error(String(answer.status));
  return answer.text();
}

const clock = () => new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

/* Keep `sheet` drawn of `form`; what was found in it is handed to `found`. */
export function previewOf(form, url, { panel, sheet, state, found }) {
  let pause;
  let running;
  const say = (words, isBad = false) => { state.textContent = words; state.classList.toggle("bad", isBad); };
  const show = (html) => {
    const drawn = document.createElement("template");
    drawn.innerHTML = html;
    const findings = drawn.content.querySelector("[data-findings]");
    findings?.remove();
    const { scrollTop } = panel;
    sheet.replaceChildren(drawn.content);
    panel.scrollTop = scrollTop;
    if (findings) found(findings);
    say(`Drawn at ${clock()}. Nothing is saved by it.`);
  };
  const draw = async () => {
    clearTimeout(pause);
    running?.abort();
    const mine = running = new AbortController();
    panel.setAttribute("aria-busy", "true");
    say("Drawing …");
    try {
      show(await ask(url, form, mine.signal));
    } catch (error) {
      if (mine.signal.aborted) return; // a newer one is on its way
      say(SILENT, true);
    }
    panel.removeAttribute("aria-busy");
  };
  const soon = () => { clearTimeout(pause); pause = setTimeout(draw, PAUSE); };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  draw();
  return draw;
}
