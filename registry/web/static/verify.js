// The file that somebody wants to use is hashed here; the form sends its SHA-256, never the file.
import { sha256 } from "./sha256.js";

const place = document.querySelector("[data-hash]");
const field = document.getElementById("sha256");
const done = place.querySelector("progress");
const told = place.querySelector("[role=status]");
const button = document.querySelector("form[data-verify] button");
let turn = 0;

place.hidden = false;
place.querySelector("input").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  const mine = ++turn; // whoever chooses another file meanwhile wants that one's
  field.value = "";
  told.textContent = "";
  if (!file) return;
  done.hidden = false;
  button.disabled = true;
  try {
    const digest = await sha256(file, (part) => { if (mine === turn) done.value = part; });
    if (mine === turn) [field.value, told.textContent] = [digest, place.dataset.hash];
  } catch {
    if (mine === turn) told.textContent = place.dataset.failed;
  }
  if (mine !== turn) return;
  done.hidden = true;
  button.disabled = false;
});
