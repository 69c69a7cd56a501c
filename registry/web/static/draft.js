// A draft answers as it is filled in: each change is saved, and the questions that matter now take the place of the old.
const page = document.querySelector("[data-draft]");
const answers = () => new FormData(page.querySelector("form[data-live]"));
let saved = Promise.resolve();

async function save() {
  const sent = answers();
  const answer = await fetch(page.querySelector("form[data-live]").action, { method: "POST", body: new URLSearchParams(sent) });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-draft]");
  if (!fresh) return;
  const now = answers();
  const find = placeOf(document.activeElement);
  const { selectionStart, selectionEnd } = document.activeElement;
  const chosen = [...page.querySelectorAll("input[type=file]")].filter((field) => field.files.length);
  page.replaceChildren(...fresh.children);
  for (const field of chosen) page.querySelector(`#${CSS.escape(field.id)}`)?.replaceWith(field); // no script can choose it again
  history.replaceState(null, "", new URL(answer.url).pathname);
  keep(sent, now);
  const field = find?.();
  if (!field) return;
  field.focus({ preventScroll: true });
  field.scrollIntoView({ block: "nearest" }); // only where what came above it has pushed it out of sight
  // Who is typing goes on where they were. A list or a number has no caret.
  if (selectionStart != null) field.setSelectionRange(selectionStart, selectionEnd);
}

// Where somebody is, to be found again in what takes its place: a field by its id, a link or button by its place in what is near.
function placeOf(at) {
  const near = page.contains(at) && at.closest("[id]");
  if (!near || !page.contains(near)) return null;
  const inside = (of) => [...of.querySelectorAll("a[href], button, input, summary")];
  const number = inside(near).indexOf(at);
  return () => {
    const again = page.querySelector(`#${CSS.escape(near.id)}`);
    return near === at ? again : again && inside(again)[number];
  };
}

// What was entered while the answer was under way stays as it was entered.
function keep(sent, now) {
  for (const field of page.querySelector("form[data-live]").elements) {
    const mine = now.getAll(field.name);
    if (!field.name || field.type === "hidden" || String(mine) === String(sent.getAll(field.name))) continue;
    if (field.matches("[type=radio], [type=checkbox]")) field.checked = mine.includes(field.value);
    else field.value = mine[0] ?? "";
  }
}

page.addEventListener("change", (event) => {
  // One after the other; where it fails, the button still works.
  if (event.target.closest("form[data-live]")) saved = saved.then(save).catch(() => {});
});

// The button comes right after the change that it ends: sent before that was saved, a new declaration would begin twice.
page.addEventListener("submit", async (event) => {
  if (!event.target.matches("form[data-live]")) return;
  event.preventDefault();
  await saved;
  page.querySelector("form[data-live]").submit();
});
