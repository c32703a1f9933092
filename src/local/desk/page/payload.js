/** The dialog that shows a message as it was posted. */

import { byId } from "./base/dom.js";

/** Sets the dialog up. @returns {(message: object) => void} Opens it. */
export function setUpPayload(toast) {
  const dialog = byId("payload");
  const text = byId("payload-text");
  // What scrolls takes the focus, or the keyboard cannot scroll it.
  text.tabIndex = 0;
  text.setAttribute("role", "region");
  text.setAttribute("aria-labelledby", "payload-title");
  byId("payload-close").addEventListener("click", () => dialog.close());
  byId("payload-copy").addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.textContent);
    toast("Copied");
  });
  // A click beside the dialog closes it, as people expect.
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  return (message) => {
    text.textContent = JSON.stringify(message, null, 2);
    dialog.showModal();
    text.scrollTop = 0;
  };
}
