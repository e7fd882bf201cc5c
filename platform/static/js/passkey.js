/* Signing in with a passkey alone: the form shows itself where the browser knows passkeys. */
(() => {
  const part = document.querySelector("[data-passkey]");
  if (!part || !window.PublicKeyCredential) return;
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) => buffer && btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  const form = part.querySelector("form");
  part.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = part.querySelector("button");
    button.setAttribute("aria-disabled", "true");
    try {
      const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
      const { publicKey } = (await answer.json()).request_options;
      const key = await navigator.credentials.get({ publicKey: { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: [] } });
      const { clientDataJSON, authenticatorData, signature, userHandle } = key.response;
      form.elements.credential.value = JSON.stringify({
        id: key.id,
        rawId: text(key.rawId),
        type: key.type,
        clientExtensionResults: {},
        response: { clientDataJSON: text(clientDataJSON), authenticatorData: text(authenticatorData), signature: text(signature), userHandle: text(userHandle) },
      });
      form.submit();
    } catch {
      button.removeAttribute("aria-disabled"); // broken off, no passkey of this site, no network: the other ways are there
      part.querySelector("[data-passkey-note]").hidden = false;
    }
  });
})();
