/* The vault's filters, on top of a form that works without this. */
const form = document.getElementById("filters");

/* Short addresses: fields that say nothing stay out of them. */
form.addEventListener("formdata", ({ formData }) => {
  [...formData].filter(([, value]) => value === "").forEach(([name]) => formData.delete(name));
});

/* On wide screens the button that sends the filters appears once there is something to send. */
form.addEventListener("change", () => { form.dataset.changed = ""; });

document.querySelector("[data-sends]")?.addEventListener("change", () => form.requestSubmit());

/* Two thumbs on one cord. A thumb at its end asks for nothing, so its field stays empty. */
const cord = form.querySelector("[data-cord]");
if (cord) {
  const [low, high] = cord.querySelectorAll("input[type=range]");
  const [from, to] = cord.querySelectorAll("input[type=number]");
  const part = cord.querySelector(".range__part");
  const place = (thumb) => `${((thumb.value - thumb.min) / (thumb.max - thumb.min || 1)) * 100}%`;
  const draw = () => { part.setAttribute("x1", place(low)); part.setAttribute("x2", place(high)); };
  const tell = () => {
    from.value = low.value === low.min ? "" : low.value;
    to.value = high.value === high.max ? "" : high.value;
    draw();
  };
  low.addEventListener("input", () => { if (+low.value > +high.value) low.value = high.value; tell(); });
  high.addEventListener("input", () => { if (+high.value < +low.value) high.value = low.value; tell(); });
  from.addEventListener("change", () => { low.value = from.value || low.min; draw(); });
  to.addEventListener("change", () => { high.value = to.value || high.max; draw(); });
  draw();
}
