/* Who else has this page open: told, never in the way. */

const EVERY = 20_000; // ms; whoever is not heard of for twice as long has gone

const listed = new Intl.ListFormat("en-GB");

/* Say every now and then that we are here, and show in `box` who else is. */
export function presenceOn(url, token, box) {
  const message = (more = {}) => {
    const body = new FormData();
    for (const [name, value] of Object.entries({ csrfmiddlewaretoken: token, ...more })) body.set(name, value);
    return body;
  };
  const beat = async () => {
    const answer = await fetch(url, { method: "POST", body: message() }).catch(() => null);
    const others = answer?.ok ? (await answer.json()).others : [];
    const words = others.length ? `${listed.format(others)} ${others.length > 1 ? "have" : "has"} this page open as well. Write on: whoever saves second is shown both texts.` : "";
    if (box.textContent !== words) box.textContent = words; // said aloud once, not at every beat
  };
  beat();
  setInterval(beat, EVERY);
  addEventListener("pagehide", () => navigator.sendBeacon(url, message({ gone: "1" })));
}
