/** What every list of messages can do. */

/** The message with this `ts` in a list. */
export function find(list, ts) {
  return list.querySelector(`.message[data-ts="${CSS.escape(ts)}"]`);
}

/** Brings a message into view and marks it for a moment. */
export function show(article) {
  article.scrollIntoView({ block: "center" });
  article.classList.remove("message-shown");
  // Reading a size starts the mark's animation anew when the same message is shown again.
  article.getBoundingClientRect();
  article.classList.add("message-shown");
}

/** Lets the arrow keys go from message to message; Tab enters the list at the last one. */
export function rove(list) {
  const articles = [...list.querySelectorAll(".message")];
  articles.at(-1)?.setAttribute("tabindex", "0");
  list.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const from = event.target.closest(".message");
    if (step === undefined || from !== event.target) return;
    const all = [...list.querySelectorAll(".message")];
    const to = all[all.indexOf(from) + step];
    if (to === undefined) return;
    event.preventDefault();
    from.setAttribute("tabindex", "-1");
    to.setAttribute("tabindex", "0");
    to.focus();
  };
}
