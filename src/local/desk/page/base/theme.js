/** Light or dark: what the address says (`?theme=dark`), else the reader's last choice, else the system's. */

import { byId } from "./dom.js";

const STORAGE = "slack-desk/theme";

/** Sets the theme and its button up. */
export function setUpTheme() {
  const button = byId("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const asked = new URLSearchParams(location.search).get("theme");
  let chosen = isTheme(asked) ? asked : localStorage.getItem(STORAGE);

  const draw = () => {
    const theme = isTheme(chosen) ? chosen : system.matches ? "dark" : "light";
    const other = theme === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    button.textContent = theme === "dark" ? "☀️" : "🌙";
    button.setAttribute("aria-label", `Switch to the ${other} theme`);
    button.title = `Switch to the ${other} theme`;
  };
  button.addEventListener("click", () => {
    chosen = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    localStorage.setItem(STORAGE, chosen);
    draw();
  });
  system.addEventListener("change", draw);
  draw();
}

function isTheme(text) {
  return text === "light" || text === "dark";
}
