// Small helps on every page; each page works without them.

const themeButton = document.querySelector("[data-theme-switch]");
if (themeButton) {
  themeButton.hidden = false;
  themeButton.addEventListener("click", () => {
    const root = document.documentElement;
    root.dataset.bsTheme = root.dataset.bsTheme === "dark" ? "light" : "dark";
    localStorage.setItem("theme", root.dataset.bsTheme);
  });
}

// Commands that people type elsewhere can be copied; the answer is told to screen readers too.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.textContent = button.dataset.done;
  });
}

// A long upload is not sent twice.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", () => {
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    button.textContent = form.dataset.once;
  });
}
addEventListener("pageshow", (event) => event.persisted && location.reload());

// Past the head of the page, and no further: an address that ends in #content would take the reader there again after a mistake.
document.querySelector(".skip")?.addEventListener("click", (event) => {
  event.preventDefault();
  document.querySelector("#content").focus();
});

// What went wrong in a form is where the reader is taken.
document.querySelector("[aria-invalid=true]")?.focus();

// Moments are shown in the reader's own time zone, which only the browser knows; the page's own, in UTC, stays as the title.
for (const moment of document.querySelectorAll("time[datetime*='T']")) {
  const at = new Date(moment.dateTime);
  if (Number.isNaN(at.getTime())) continue;
  moment.title = moment.textContent;
  const language = document.documentElement.lang;
  moment.textContent = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short",
  }).format(at);
}
