// Files are sent one after the other, each with its progress; the answers come into the table as they are found.
const form = document.querySelector("form[data-batch]");
const table = document.querySelector("[data-sent]");
const body = table.querySelector("tbody");
const told = form.querySelector("[data-told]");
const waiting = []; // files that were chosen and not sent yet
let sending = false;

const words = form.dataset;
const tell = () => { told.textContent = waiting.length ? words.left.replace("0", waiting.length) : ""; };

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
      const answer = await sent(one);
      const line = fresh(answer.response);
      if (!line) throw new Error(answer.status);
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
    } catch {
      pause = Math.min(pause * 2, 15000);
    }
  }
}

function take(files) {
  const pictures = [...files].filter((file) => file.size && !file.name.startsWith("."));
  waiting.push(...pictures.slice(0, words.most).map(row));
  tell();
}

for (const field of form.querySelectorAll("input[type=file]")) {
  field.addEventListener("change", () => {
    take(field.files);
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
  take(event.dataTransfer.files);
});
// Leaving the page while files wait would lose them.
addEventListener("beforeunload", (event) => { if (sending || waiting.length) event.preventDefault(); });
for (const line of body.querySelectorAll("[data-progress]")) follow(line);
