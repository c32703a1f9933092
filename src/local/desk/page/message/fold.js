/** Long things shown in part, with a button for the rest. */

import { el } from "../base/dom.js";

/** Keys of what the reader has unfolded: a message drawn again keeps it. */
const unfolded = new Set();

let nextId = 0;

/**
 * Folds an element: its style says how much of it shows.
 *
 * @param {HTMLElement} content
 * @param {object} fold `key`: what tells this fold from all others; `more`, `less`: the button's words.
 * @returns {HTMLElement}
 */
export function foldable(content, { key, more, less }) {
  nextId++;
  content.id = `fold-${nextId}`;
  const button = el("button", {
    class: "fold-button",
    type: "button",
    "aria-controls": content.id,
  });
  const box = el("div", { class: "fold" }, content, button);
  const draw = () => {
    const open = unfolded.has(key);
    box.dataset.open = String(open);
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? less : more;
  };
  button.addEventListener("click", () => {
    if (!unfolded.delete(key)) unfolded.add(key);
    draw();
  });
  draw();
  return box;
}
