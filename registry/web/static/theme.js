// Runs before the page is painted: the chosen theme, or the system's.
(() => {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const chosen = localStorage.getItem("theme");
    document.documentElement.dataset.bsTheme = chosen ?? (system.matches ? "dark" : "light");
  };
  system.addEventListener("change", apply);
  addEventListener("beforeprint", () => { document.documentElement.dataset.bsTheme = "light"; }); // paper is white
  addEventListener("afterprint", apply);
  apply();
})();
