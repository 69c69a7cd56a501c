// A film or a sound file on the result's page: whoever has it plays it here, from their own disk; nothing of it is sent.
// The lanes above work without: here they follow what is played, and a click on a time goes there. Where somebody speaks, it is
// played to the end of their turn.
import { sha256 } from "./sha256.js";

const room = document.querySelector("[data-film]");
if (room) {
  const file = room.querySelector("input[type=file]");
  const video = room.querySelector("video, audio");
  const screen = room.querySelector("figure");
  const marks = [...room.querySelectorAll("[data-path]")].map((mark) => [mark, JSON.parse(mark.dataset.path)]);
  const told = room.querySelector("[data-told]");
  const heads = document.querySelectorAll(".timeline [data-head]");
  const length = Number(room.dataset.length);
  const STEP = 1 / 25; // seconds: about a frame
  const ask = room.querySelector("[data-proxy]");
  let choice = 0;
  let unplayable = false;
  let until = null; // seconds: where the turn ends that is played
  let known = false; // whether it is the very file that was checked: of no other one is it said who is where
  room.hidden = false;
  document.querySelector(".timelines")?.classList.add("playable");

  file.addEventListener("change", async () => {
    const chosen = file.files[0];
    if (!chosen) return;
    const mine = ++choice;
    known = unplayable = false;
    offer();
    leave();
    URL.revokeObjectURL(video.src);
    video.src = URL.createObjectURL(chosen);
    screen.hidden = false;
    told.textContent = room.dataset.comparing;
    const same = (await sha256(chosen)) === room.dataset.film;
    if (mine !== choice) return;
    known = same;
    told.textContent = unplayable && !(same && ask) ? room.dataset.unplayable : same ? room.dataset.same : room.dataset.other;
    offer();
    draw();
  });
  video.addEventListener("error", () => {
    if (!video.getAttribute("src")) return;
    unplayable = true;
    offer();
    if (!known || !ask) told.textContent = room.dataset.unplayable;
  });

  // What the browser cannot play is sent once, and comes back as a small copy; of no other file than the one that was checked.
  const offer = () => {
    if (ask) ask.hidden = !(known && unplayable);
  };
  ask?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const mine = choice;
    const sent = new FormData(ask);
    sent.append("file", file.files[0]);
    ask.hidden = true;
    told.textContent = ask.dataset.making;
    try {
      const answer = await fetch(ask.action, { method: "POST", body: sent });
      const made = answer.ok ? await answer.blob() : null;
      const why = answer.status === 422 ? await answer.text() : ask.dataset.failed;
      if (mine !== choice) return;
      told.textContent = made ? ask.dataset.made : why;
      if (made) video.src = URL.createObjectURL(made);
    } catch {
      if (mine === choice) told.textContent = ask.dataset.failed;
    }
  });

  const go = (seconds) => {
    if (screen.hidden) return;
    video.currentTime = Math.max(0, Math.min(seconds, length));
  };
  const leave = () => {
    until = null;
    for (const one of document.querySelectorAll(".timeline [aria-current]")) one.removeAttribute("aria-current");
  };
  const stop = () => {
    if (until === null || video.currentTime < until) return;
    video.pause();
    leave();
  };
  for (const button of document.querySelectorAll(".timeline [data-at]")) {
    button.disabled = false;
    button.addEventListener("click", () => {
      if (screen.hidden) return file.focus();
      leave();
      go(Number(button.dataset.at) / 1000);
      if (button.dataset.end) {
        until = Number(button.dataset.end) / 1000;
        button.setAttribute("aria-current", "true");
      }
      video.play().catch(() => {}); // what cannot be played is told by its error
    });
  }
  const wave = document.querySelector("[data-wave]");
  wave?.addEventListener("click", (event) => {
    if (screen.hidden) return file.focus();
    const { left, width } = wave.getBoundingClientRect();
    leave();
    go(((event.clientX - left) / width) * length);
  });
  const follow = () => {
    const place = (100 * video.currentTime) / length;
    for (const head of heads) head.setAttribute("x", Math.min(place, 99.7));
  };
  video.addEventListener("timeupdate", () => {
    follow();
    stop();
  });
  // Whoever stops a turn, or goes out of it, goes on by themselves.
  video.addEventListener("pause", leave);
  video.addEventListener("seeked", () => { if (until !== null && video.currentTime > until) leave(); });

  // Boxes move evenly between the places that are told.
  const place = (path, now) => {
    const next = path.findIndex(([time]) => time >= now);
    if (next < 0 || now < path[0][0]) return null;
    const [[start, ...one], [end, ...other]] = [path[Math.max(0, next - 1)], path[next]];
    const part = end > start ? (now - start) / (end - start) : 0;
    return one.map((value, at) => value + (other[at] - value) * part);
  };
  const draw = () => {
    for (const [mark, path] of marks) {
      const box = known ? place(path, video.currentTime) : null;
      mark.setAttribute("visibility", box ? "visible" : "hidden");
      if (!box) continue;
      mark.setAttribute("transform", `translate(${box[0]} ${box[1]})`);
      for (const line of mark.querySelectorAll(".edge, .line")) {
        line.setAttribute("width", box[2]);
        line.setAttribute("height", box[3]);
      }
    }
  };
  const keep = () => {
    draw();
    follow();
    stop();
    if (!video.paused) requestAnimationFrame(keep);
  };
  video.addEventListener("play", keep);
  video.addEventListener("seeked", draw);

  // J, K and L as in an edit suite; arrows go by a frame, with Shift by a second. Not while something is typed.
  const starts = [...document.querySelectorAll(".timeline [data-at]")].map((one) => Number(one.dataset.at) / 1000).sort((a, b) => a - b);
  document.addEventListener("keydown", (event) => {
    if (screen.hidden || event.ctrlKey || event.metaKey || event.altKey) return;
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
    leave();
    act();
  });
}
