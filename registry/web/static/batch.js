// Files are sent one after the other, each with its progress; the answers come into the table as they are found.
const form = document.querySelector("form[data-batch]");
const table = document.querySelector("[data-sent]");
const body = table.querySelector("tbody");
const told = form.querySelector("[data-told]");
const waiting = []; // files that were chosen and not sent yet
let sending = false;

const words = form.dataset;
const all = table.querySelector("[data-all]");
let others = 0, unread = 0; // files of a folder that nothing can be found in; those that the browser cannot read
function tell() {
  const said = [];
  if (waiting.length) said.push(words.left.replace("0", waiting.length));
  if (others) said.push(words.others.replace("0", others));
  if (unread) said.push(words.unread.replace("0", unread));
  told.textContent = said.join(" ");
  const lines = body.rows.length, over = body.querySelectorAll("tr .verdict").length;
  all.hidden = lines < 2;
  all.querySelector("progress").value = lines ? over / lines : 0;
  all.querySelector("span").textContent = `${over} / ${lines}`;
}

function row(file) {
  const line = document.createElement("tr");
  const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
  bar.setAttribute("aria-label", file.name);
  const say = document.createElement("span");
  say.textContent = words.waiting;
  const cells = ["", "", file.name].map((text) => Object.assign(document.createElement("td"), { textContent: text }));
  cells[1].append(say, bar);
  line.append(...cells);
  table.hidden = false;
  body.append(line);
  return { file, line, bar, say };
}

function sent({ file, bar, say }) {
  const content = new FormData();
  content.append("csrf_token", form.elements.csrf_token.value);
  content.append("files", file, file.name);
  say.textContent = words.sending;
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest(); // fetch does not tell how much of a body has gone
    request.upload.onprogress = (event) => { bar.value = event.loaded / event.total; };
    request.onload = () => done(request);
    request.onerror = () => failed(new Error("connection"));
    request.open("POST", location.pathname);
    request.responseType = "document";
    request.send(content);
  });
}

const fresh = (page) => page?.querySelector("[data-sent] tbody tr");

async function sendAll() {
  if (sending) return;
  sending = true;
  for (let one; (one = waiting.shift()); tell()) {
    try {
      let line = fresh((await sent(one)).response);
      while (line && "busy" in line.dataset) { // as many wait as may: this one is sent when there is room
        one.say.textContent = words.later;
        await new Promise((done) => setTimeout(done, 3000));
        line = fresh((await sent(one)).response);
      }
      if (!line) throw new Error("refused");
      one.line.replaceWith(line);
      follow(line);
    } catch {
      one.say.textContent = words.failed;
      one.bar.remove();
    }
  }
  tell();
  sending = false;
}

// A check under way is asked for until it is over; then its row is fetched as the server writes it.
async function follow(line) {
  let pause = 500;
  while (line.dataset.progress) {
    await new Promise((done) => setTimeout(done, pause));
    pause = Math.min(pause * 1.3, 4000);
    try {
      const answer = await fetch(line.dataset.progress, { redirect: "manual" });
      if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) return location.reload();
      const now = await answer.json();
      if (!now.done) {
        line.querySelector("progress").value = now.progress;
        line.querySelector("[data-words]").textContent = now.words;
        continue;
      }
      const page = await (await fetch(line.dataset.row)).text();
      const over = fresh(new DOMParser().parseFromString(page, "text/html"));
      if (!over) return;
      line.replaceWith(over);
      line = over;
      tell();
    } catch {
      pause = Math.min(pause * 2, 15000);
    }
  }
}

// A browser knows the types of few films and calls frames in an archive none: what it does not know by type counts by its name.
// The server decides about each file.
const NAMES = new RegExp(`\\.(${[
  "avif|bmp|gif|heic|jpe?g|jxl|png|tiff?|webp", "3gp|avi|m2ts?|m4v|mkv|mov|mp4|mpe?g|mts|mxf|ogv|webm|wmv|y4m|tar|zip",
  "aac|aiff?|bwf|flac|m4a|mp3|og[ag]|opus|rf64|wav",
].join("|")})$`, "i");
const canBeSent = (file) => /^(image|video|audio)\//.test(file.type) || NAMES.test(file.name);
const hidden = (name) => name.startsWith(".") || name === "__MACOSX"; // what systems put beside people's files

function take(files, failed = 0) {
  const whole = [...files].filter((file) => file.size && !hidden(file.name));
  const chosen = whole.filter(canBeSent);
  others = whole.length - chosen.length;
  unread = failed;
  if (chosen.length > 1) chosen.sort((one, other) => path(one).localeCompare(path(other), undefined, { numeric: true }));
  waiting.push(...chosen.map(row));
  tell();
}

// What is dropped may be a folder: a browser gives its files entry by entry, a hundred at a time. What cannot be read is null.
const places = new WeakMap(); // of files that were dropped in a folder
const path = (file) => places.get(file) || file.webkitRelativePath || file.name;
async function within(entry) {
  try {
    if (entry.isFile) {
      const file = await new Promise((done, failed) => entry.file(done, failed));
      places.set(file, entry.fullPath);
      return [file];
    }
    const reader = entry.createReader(), found = [];
    for (let some; (some = await new Promise((done, failed) => reader.readEntries(done, failed))).length;) found.push(...some);
    return (await Promise.all(found.filter((one) => !hidden(one.name)).map(within))).flat();
  } catch {
    return [null];
  }
}

for (const field of form.querySelectorAll("input[type=file]")) {
  field.addEventListener("change", () => {
    take([...field.files].filter((file) => !file.webkitRelativePath.split("/").some(hidden)));
    field.value = "";
  });
}
form.querySelector("[data-folder]").hidden = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (waiting.length) sendAll();
  else form.querySelector("#files").focus();
});
for (const name of ["dragenter", "dragover"]) {
  form.addEventListener(name, (event) => { event.preventDefault(); form.classList.add("over"); });
}
form.addEventListener("dragleave", () => form.classList.remove("over"));
form.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("over");
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return take(event.dataTransfer.files);
  Promise.all(entries.map(within)).then((found) => {
    const files = found.flat().filter(Boolean);
    take(files, found.flat().length - files.length);
  });
});
// Leaving the page while files wait would lose them.
addEventListener("beforeunload", (event) => { if (sending || waiting.length) event.preventDefault(); });
for (const line of body.querySelectorAll("[data-progress]")) follow(line);
