/* Shows what only works with JavaScript and a browser that knows passkeys. */
for (const part of document.querySelectorAll("[data-needs-script]")) part.hidden = !window.PublicKeyCredential;
