/** The pane beside the channel: a parent and its replies. */

import { ask } from "./base/desk-api.js";
import { byId, el } from "./base/dom.js";
import { createHold } from "./base/hold.js";
import { secondsBetween } from "./base/time.js";
import { drawSafely, replyCount } from "./message/message.js";
import { find, rove, show } from "./message/message-list.js";

/**
 * @param {object} around What every message needs, see message.js; without `channel` and `place`.
 */
export function createThreadPane(around) {
  const pane = byId("thread");
  const list = byId("thread-feed");
  const scroll = byId("thread-scroll");
  const hold = createHold();
  let channel;
  let parent;
  let replies = [];

  const act = { ...around.act, openThread: undefined };
  const drawn = (message, continued) =>
    drawSafely(message, { ...around, act, channel: channel.id, place: "thread", continued });

  const reply = (index) =>
    drawn(
      replies[index],
      index > 0 &&
        replies[index].user === replies[index - 1].user &&
        secondsBetween(replies[index - 1].ts, replies[index].ts) < 300,
    );

  const countLine = () =>
    el(
      "p",
      { class: "day thread-divider" },
      el("span", {
        class: "day-name",
        text: replies.length === 0 ? "No replies yet" : replyCount(replies.length),
      }),
    );

  const redraw = () => {
    list.replaceChildren(
      drawn(parent, false),
      countLine(),
      ...replies.map((_, index) => reply(index)),
    );
    rove(list);
  };

  return {
    /** The open thread's channel id and parent `ts`. */
    get shown() {
      return parent && { channel: channel.id, ts: parent.ts };
    },
    /**
     * Opens the thread a message begins or belongs to.
     *
     * @returns {Promise<boolean>} False if there is no such message.
     */
    async open(where, ts) {
      const found = await hold.during(ask("thread", { channel: where.id, ts }));
      if (found?.answer === undefined) return false;
      channel = where;
      ({ parent, replies } = found.answer);
      byId("thread-channel").textContent = `#${channel.name}`;
      pane.hidden = false;
      document.body.dataset.thread = "open";
      redraw();
      apply(found.changes);
      const target = ts === parent.ts ? null : find(list, ts);
      if (target) show(target);
      else scroll.scrollTop = 0;
      return true;
    },
    close() {
      hold.drop();
      pane.hidden = true;
      parent = undefined;
      delete document.body.dataset.thread;
    },
    apply,
  };

  /** Takes changes of any channel. */
  function apply(changes) {
    if (hold.keeps(changes)) return;
    for (const change of changes) {
      if (parent === undefined || change.channel !== channel.id) continue;
      const { kind, message } = change;
      if (message.ts === parent.ts || change.parent?.ts === parent.ts)
        take(kind, message, change.parent);
    }
  }

  function take(kind, message, newParent) {
    const end = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120;
    if (newParent) parent = newParent;
    if (message.ts === parent.ts) parent = message;
    find(list, parent.ts)?.replaceWith(drawn(parent, false));
    if (message.ts === parent.ts) return;
    const index = replies.findIndex(({ ts }) => ts === message.ts);
    if (index !== -1) {
      replies[index] = message;
      find(list, message.ts)?.replaceWith(reply(index));
    } else if (kind === "posted") {
      replies.push(message);
      list.querySelector(".thread-divider")?.replaceWith(countLine());
      list.append(reply(replies.length - 1));
      if (end && replies.length > 1) scroll.scrollTop = scroll.scrollHeight;
    }
  }
}
