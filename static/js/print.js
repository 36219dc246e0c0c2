/* The print button: shown only where it can do something. */
(() => {
  /* On paper everything is in sight, so pictures further down do not wait to be. */
  const fetchAll = () => Promise.allSettled([...document.images].map((image) => {
    image.loading = "eager";
    return image.decode();
  }));

  addEventListener("beforeprint", fetchAll);
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => fetchAll().then(() => print()));
  });
})();
