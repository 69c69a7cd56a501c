// A check under way: asks for its progress until it is decided, then shows the result.
const status = document.querySelector("[data-progress]");
if (status) {
  const bar = status.querySelector("progress");
  const words = status.querySelector("[data-stage]");
  let pause = 400;
  const ask = async () => {
    try {
      const answer = await fetch(status.dataset.progress, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      const now = await answer.json();
      if (now.done) return location.reload();
      bar.value = now.progress;
      if (words.textContent !== now.words) words.textContent = now.words;
    } catch {
      pause = Math.min(pause * 2, 15000);
    }
    setTimeout(ask, pause = Math.min(pause * 1.2, 3000));
  };
  ask();
}

// Pointing at an entry in the list shows its face in the picture.
for (const entry of document.querySelectorAll("[data-face]")) {
  const face = document.getElementById(entry.dataset.face);
  const point = (on) => face?.classList.toggle("pointed", on);
  for (const name of ["pointerenter", "focusin"]) entry.addEventListener(name, () => point(true));
  for (const name of ["pointerleave", "focusout"]) entry.addEventListener(name, () => point(false));
}
