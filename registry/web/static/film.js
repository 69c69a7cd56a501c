// A film on the result's page: whoever has the file plays it here, from their own disk; nothing of it is sent.
// The lanes above work without: here they follow the film, and a click on a time goes there.
import { sha256 } from "./sha256.js";

const room = document.querySelector("[data-film]");
if (room) {
  const file = room.querySelector("input[type=file]");
  const video = room.querySelector("video");
  const told = room.querySelector("[data-told]");
  const heads = document.querySelectorAll(".timeline [data-head]");
  const length = Number(room.dataset.length);
  const STEP = 1 / 25; // seconds: about a frame
  let turn = 0;
  room.hidden = false;

  file.addEventListener("change", async () => {
    const chosen = file.files[0];
    if (!chosen) return;
    const mine = ++turn;
    URL.revokeObjectURL(video.src);
    video.src = URL.createObjectURL(chosen);
    video.hidden = false;
    told.textContent = room.dataset.comparing;
    const same = (await sha256(chosen)) === room.dataset.film;
    if (mine === turn) told.textContent = same ? room.dataset.same : room.dataset.other;
  });
  video.addEventListener("error", () => { told.textContent = room.dataset.unplayable; });

  const go = (seconds) => {
    if (video.hidden) return;
    video.currentTime = Math.max(0, Math.min(seconds, length));
  };
  for (const button of document.querySelectorAll(".timeline [data-at]")) {
    button.disabled = false;
    button.addEventListener("click", () => {
      if (video.hidden) return file.focus();
      go(Number(button.dataset.at) / 1000);
      video.play();
    });
  }
  video.addEventListener("timeupdate", () => {
    const place = (100 * video.currentTime) / length;
    for (const head of heads) head.setAttribute("x", Math.min(place, 99.7));
  });

  // J, K and L as in an edit suite; arrows go by a frame, with Shift by a second. Not while something is typed.
  const starts = [...document.querySelectorAll(".timeline [data-at]")].map((one) => Number(one.dataset.at) / 1000).sort((a, b) => a - b);
  document.addEventListener("keydown", (event) => {
    if (video.hidden || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    const now = video.currentTime;
    const acts = {
      j: () => go([...starts].reverse().find((start) => start < now - 0.3) ?? 0),
      k: () => (video.paused ? video.play() : video.pause()),
      l: () => go(starts.find((start) => start > now + 0.05) ?? length),
      ArrowLeft: () => go(now - (event.shiftKey ? 1 : STEP)),
      ArrowRight: () => go(now + (event.shiftKey ? 1 : STEP)),
    };
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || event.target === video) return;
    event.preventDefault();
    act();
  });
}
