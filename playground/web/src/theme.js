// The theme that was chosen, before anything is painted. This is a script of its own, so that nothing flashes.

try {
  const theme = localStorage.getItem("whit-playground-theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
} catch {
  // Without a storage, the system's theme holds.
}
if (new URLSearchParams(location.search).has("embed")) document.documentElement.classList.add("embed");
