// A check under way: asks for its progress until it is decided, then shows the result.
const LOST_AFTER = 4; // tries that failed one after the other, until the page says so
const status = document.querySelector("[data-progress]");
if (status) {
  const bar = status.querySelector("progress");
  const words = status.querySelector("[data-stage]");
  const say = (text) => { if (words.textContent !== text) words.textContent = text; };
  let pause = 400;
  let failed = 0;
  const ask = async () => {
    try {
      const answer = await fetch(status.dataset.progress, { headers: { Accept: "application/json" }, redirect: "manual" });
      // signed out, or not theirs any more: the page itself says so, and leads to the sign-in
      if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) return location.reload();
      if (!answer.ok) throw new Error(answer.status);
      const now = await answer.json();
      if (now.done) return location.reload();
      failed = 0;
      bar.value = now.progress;
      say(now.words);
      pause = Math.min(pause * 1.2, 3000);
    } catch {
      failed += 1;
      if (failed >= LOST_AFTER) say(status.dataset.lost);
      pause = Math.min(pause * 2, 15000);
    }
    setTimeout(ask, pause);
  };
  ask();
}

// Pointing at an entry in the list shows its place in the picture.
for (const entry of document.querySelectorAll("[data-seen]")) {
  const place = document.getElementById(entry.dataset.seen);
  const point = (on) => place?.classList.toggle("pointed", on);
  for (const name of ["pointerenter", "focusin"]) entry.addEventListener(name, () => point(true));
  for (const name of ["pointerleave", "focusout"]) entry.addEventListener(name, () => point(false));
}
