/* Rows in an order of their own: moved by the buttons Up and Down, or dragged by their grip with a
   mouse, a pen or a finger. The order is what the form posts as the position of each. */

const ROW = ".desk-cited__row, .desk-rows .inline-related:not(.empty-form)";

export const rowOf = (part) => part.closest(ROW); // the nearest: sources stand within a claim
const fellows = (row) => [...row.parentElement.children].filter((each) => each.matches(ROW));
const positionOf = (row) => [...row.querySelectorAll('[name$="-position"]')].find((field) => rowOf(field) === row);
// The admin numbers saved rows before new ones.
const mayMeet = (one, other) => other?.matches(ROW) && one.matches(".has_original") === other.matches(".has_original");

function number(row) {
  const positions = fellows(row).map(positionOf);
  const first = Math.min(...positions.map(({ value }) => Number(value)));
  positions.forEach((position, place) => { position.value = first + place; });
  positionOf(row).dispatchEvent(new Event("input", { bubbles: true }));
}

/* A new row comes after its fellows. */
export function putLast(row) {
  const position = positionOf(row);
  if (position) position.value = Math.max(-1, ...fellows(row).filter((each) => each !== row).map((each) => Number(positionOf(each).value))) + 1;
}

/* Past its neighbour above (-1) or below (1). The neighbour is what moves in the document, so that
   the row keeps the focus and the finger. */
function pass(row, step) {
  const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!mayMeet(row, other)) return false;
  if (step < 0) row.after(other); else row.before(other);
  return true;
}

export function move(row, step) {
  if (pass(row, step)) number(row);
}

/* The neighbour that `y` has come past the middle of, as a step; 0 for none. */
function passed(row, y) {
  const middle = (other) => { const box = other.getBoundingClientRect(); return box.top + box.height / 2; };
  const [above, below] = [row.previousElementSibling, row.nextElementSibling];
  if (mayMeet(row, above) && y < middle(above)) return -1;
  return mayMeet(row, below) && y > middle(below) ? 1 : 0;
}

export function drag(event) {
  const row = event.target.closest(".desk-grip") && rowOf(event.target);
  if (!row || event.button) return;
  event.preventDefault(); // no text is chosen on the way
  const lifted = new AbortController();
  const listen = (name, hear) => document.addEventListener(name, hear, { signal: lifted.signal });
  const follow = ({ clientY }) => { for (let step; (step = passed(row, clientY)) && pass(row, step);); };
  const drop = () => { lifted.abort(); row.classList.remove("desk-lifted"); number(row); };
  row.classList.add("desk-lifted");
  listen("pointermove", follow);
  listen("pointerup", drop);
  listen("pointercancel", drop);
}
