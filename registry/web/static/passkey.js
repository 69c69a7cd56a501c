// A form whose answer comes from an authenticator: it is asked first, and what it says is sent with the form.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const listed = (credentials) => (credentials ?? []).map((one) => ({...one, id: bytes(one.id)}));

async function credential(kind, options) {
  const publicKey = {...options, challenge: bytes(options.challenge)};
  if (kind === "create") {
    publicKey.user = {...options.user, id: bytes(options.user.id)};
    publicKey.excludeCredentials = listed(options.excludeCredentials);
  } else {
    publicKey.allowCredentials = listed(options.allowCredentials);
  }
  const made = await navigator.credentials[kind]({publicKey});
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (made.response[part]) response[part] = text(made.response[part]);
  }
  return {id: made.id, rawId: made.id, type: made.type, response, clientExtensionResults: {}};
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = !window.PublicKeyCredential;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const failed = form.querySelector("[data-failed]"), button = form.querySelector("button");
    failed.hidden = true;
    button.disabled = true;
    try {
      const token = form.querySelector("[name=csrf_token]").value;
      const answer = await fetch(form.dataset.options, {method: "POST", headers: {"X-CSRFToken": token}});
      if (!answer.ok) throw new Error();
      form.querySelector("[name=credential]").value = JSON.stringify(await credential(form.dataset.passkey, await answer.json()));
      form.submit();
    } catch {
      failed.textContent = failed.dataset.failed;
      failed.hidden = false;
      button.disabled = false;
    }
  });
}
