// Asks the browser for a passkey, and sends its answer with the form that it stands in. Without this script, and in a browser without
// passkeys, the button is not shown.
(() => {
  "use strict";
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) =>
    btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");
  const known = (credentials) => credentials.map((credential) => ({ ...credential, id: bytes(credential.id) }));

  const asked = (options) => {
    const read = { ...options, challenge: bytes(options.challenge) };
    if (options.user) read.user = { ...options.user, id: bytes(options.user.id) };
    if (options.allowCredentials) read.allowCredentials = known(options.allowCredentials);
    if (options.excludeCredentials) read.excludeCredentials = known(options.excludeCredentials);
    return read;
  };

  const answer = ({ id, rawId, type, response }) => {
    const written = { clientDataJSON: text(response.clientDataJSON) };
    if (response.attestationObject) {
      written.attestationObject = text(response.attestationObject);
    } else {
      written.authenticatorData = text(response.authenticatorData);
      written.signature = text(response.signature);
      if (response.userHandle) written.userHandle = text(response.userHandle);
    }
    return JSON.stringify({ id, rawId: text(rawId), type, response: written });
  };

  // What is said stands in the page, in its language.
  const sentence = (error, { already, unused, failed }) => ({ InvalidStateError: already, NotAllowedError: unused })[error.name] ?? failed;

  const set = (place) => {
    const form = place.closest("form");
    const options = asked(JSON.parse(place.dataset.options));
    const problem = place.querySelector("[data-passkey-problem]");
    const creates = place.dataset.passkey === "create";
    let waiting = null;

    const send = (credential) => {
      form.elements.namedItem("credential").value = answer(credential);
      // The page is left now, and nothing that was typed is lost by it.
      form.submit();
    };

    // Where the browser can, it offers passkeys in the field for the name.
    const offer = async () => {
      const here = place.dataset.passkey === "alone" && window.PublicKeyCredential.isConditionalMediationAvailable;
      // One that was just refused would be sent again and again where nobody has to choose it.
      const refused = [...document.querySelectorAll('[role="alert"]')].some((alert) => !alert.hidden && alert.textContent.trim() !== "");
      if (!here || refused || !(await window.PublicKeyCredential.isConditionalMediationAvailable())) return;
      waiting = new AbortController();
      const { signal } = waiting;
      try {
        send(await navigator.credentials.get({ publicKey: options, mediation: "conditional", signal }));
      } catch {
        // It was given up for the button, or nobody chose one: the page stays as it is.
      }
    };

    place.querySelector("button").addEventListener("click", async (event) => {
      event.preventDefault();
      problem.hidden = true;
      if (waiting) waiting.abort();
      try {
        const asking = creates ? navigator.credentials.create({ publicKey: options }) : navigator.credentials.get({ publicKey: options });
        send(await asking);
      } catch (error) {
        problem.textContent = sentence(error, place.dataset);
        problem.hidden = false;
        offer();
      }
    });
    place.hidden = false;
    offer();
  };

  for (const place of document.querySelectorAll("[data-passkey]")) {
    if (window.PublicKeyCredential && navigator.credentials) {
      set(place);
    } else {
      const missing = place.parentElement.querySelector("[data-passkey-missing]");
      if (missing) missing.hidden = false;
    }
  }
})();
