/** The dialog that shows a message as it was posted. */

import { byId } from "./base/dom.js";

/** Sets the dialog up. @returns {(message: object) => void} Opens it. */
export function setUpPayload(toast) {
  const dialog = byId("payload");
  const text = byId("payload-text");
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
