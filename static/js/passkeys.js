/* Ties allauth's ceremonies to our buttons, and says in words why one ended in nothing. */
(() => {
  const SAID = {
    NotAllowedError: "Nothing was confirmed. Try again when your device or key is at hand.",
    InvalidStateError: "This device holds a passkey for your account already.",
    SecurityError: "A passkey belongs to a name, and this address is a number. Open the club by its name; on your own machine that is localhost.",
  };
  const OTHERWISE = "This browser could not do that. Take another way.";

  document.addEventListener("allauth.error", (event) => {
    event.preventDefault(); /* it is said on the page, not in the console */
    const place = document.querySelector("[data-passkey-said]");
    place.querySelector("p").textContent = SAID[event.detail.exception.name] || OTHERWISE;
    place.hidden = false;
  });
  for (const button of document.querySelectorAll("[data-passkey]")) {
    const { passkey, credential, alone } = button.dataset;
    const ids = { add: button.id, login: button.id, authenticate: button.id, credential, passwordless: alone, data: "passkey_data" };
    window.allauth.webauthn.forms[passkey]({ ids });
  }
})();
