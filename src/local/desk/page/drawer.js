/** The channel list of a narrow window: a drawer over the page, which is out of reach meanwhile. */

import { byId } from "./base/dom.js";

/** Sets the drawer up. `close` says whether it was open. */
export function createDrawer() {
  const opener = byId("open-sidebar");
  const behind = [byId("skip"), byId("main"), byId("thread")];
  const isOpen = () => document.body.dataset.sidebar === "open";

  const draw = (open) => {
    if (open) document.body.dataset.sidebar = "open";
    else delete document.body.dataset.sidebar;
    for (const part of behind) part.inert = open;
    opener.setAttribute("aria-expanded", String(open));
  };
  const close = () => {
    if (!isOpen()) return false;
    draw(false);
    opener.focus();
    return true;
  };

  draw(false);
  opener.addEventListener("click", () => {
    draw(true);
    byId("close-sidebar").focus();
  });
  byId("close-sidebar").addEventListener("click", close);
  // A click beside the drawer closes it, as people expect.
  byId("desk").addEventListener("click", ({ target }) => {
    if (!target.closest("#sidebar, #open-sidebar")) close();
  });
  // A wide window has no drawer, and nothing behind one.
  matchMedia("(max-width: 760px)").addEventListener("change", () => draw(false));
  return { close };
}
