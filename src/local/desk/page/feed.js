/** The open channel: its messages, day by day, live at the end. */

import { ask } from "./base/desk-api.js";
import { byId, el } from "./base/dom.js";
import { createHold } from "./base/hold.js";
import { day, secondsBetween } from "./base/time.js";
import { drawSafely } from "./message/message.js";
import { find, rove, show } from "./message/message-list.js";

/** Messages kept on the page while it follows the end; older ones wait behind a button. */
const KEPT = 300;

/** Seconds within which one author's plain messages stand together under one name. */
const TOGETHER = 300;

/** Pixels from the end that still count as being there. */
const NEAR_END = 120;

/**
 * @param {object} around What every message needs, see message.js; without `channel` and `place`.
 * @param {() => void} onSeen Called when the reader has the end of the channel in view.
 */
export function createFeed(around, onSeen) {
  const list = byId("feed");
  const scroll = byId("scroll");
  const newest = byId("newest");
  const hold = createHold();
  let channel;
  let messages = [];
  let earlier = false;
  let later = false;
  let missed = 0;
  /** `ts` of the first message the reader has not seen; a line stands above it. */
  let firstNew;

  const atEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_END;

  const drawn = (index) => {
    const message = messages[index];
    const before = messages[index - 1];
    const newDay = before === undefined || day(before.ts) !== day(message.ts);
    const isNew = message.ts === firstNew;
    const continued =
      !newDay &&
      !isNew &&
      isPlain(before) &&
      isPlain(message) &&
      author(before) === author(message) &&
      secondsBetween(before.ts, message.ts) < TOGETHER;
    const article = drawSafely(message, {
      ...around,
      channel: channel.id,
      place: "channel",
      continued,
    });
    return [...(newDay ? [dayLine(message.ts)] : []), ...(isNew ? [newLine()] : []), article];
  };

  const redraw = () => {
    const parts = messages.flatMap((_, index) => drawn(index));
    list.replaceChildren(
      ...(earlier ? [earlierButton()] : []),
      ...(messages.length === 0 ? [emptyState(channel)] : parts),
    );
    rove(list);
  };

  const earlierButton = () =>
    el("button", {
      class: "button earlier",
      type: "button",
      text: "Show earlier alerts",
      on: { click: showEarlier },
    });

  async function showEarlier() {
    const before = messages[0].ts;
    const found = await ask("history", { channel: channel.id, before });
    // What began the page may be gone meanwhile: then this would stand before a gap.
    if (messages[0].ts !== before) return;
    const height = scroll.scrollHeight - scroll.scrollTop;
    messages = [...found.messages, ...messages];
    earlier = found.earlier;
    redraw();
    scroll.scrollTop = scroll.scrollHeight - height;
  }

  async function load(query) {
    const found = await hold.during(ask("history", { channel: channel.id, ...query }));
    if (found === undefined) return;
    ({ messages, earlier, later } = found.answer);
    missed = 0;
    redraw();
    drawNewest();
    apply(found.changes);
  }

  function toEnd() {
    scroll.scrollTop = scroll.scrollHeight;
    missed = 0;
    drawNewest();
    onSeen();
  }

  function drawNewest() {
    newest.hidden = missed === 0 && !later;
    newest.textContent = missed === 0 ? "Newest alerts ↓" : `${missed} new ${alerts(missed)} ↓`;
  }

  newest.addEventListener("click", async () => {
    if (later) await load({});
    toEnd();
  });
  scroll.addEventListener("scroll", () => {
    if (later || !atEnd()) return;
    missed = 0;
    drawNewest();
    onSeen();
  });

  return {
    get channel() {
      return channel;
    },
    /** Whether the reader has the newest message in view. */
    following: () => !later && atEnd(),
    /**
     * Shows a channel: its end, or the place of a message.
     *
     * @param {object} shown The channel.
     * @param {object} at `ts`: message to show; `unseen`: how many messages at the end are new.
     */
    async open(shown, { ts, unseen = 0 } = {}) {
      const same = channel?.id === shown.id;
      channel = shown;
      list.setAttribute("aria-label", `Alerts in ${channel.name}`);
      if (!same || (ts !== undefined && !messages.some((message) => message.ts === ts))) {
        firstNew = undefined;
        await load(ts === undefined ? {} : { around: ts });
        if (unseen > 0 && unseen < messages.length) {
          firstNew = messages[messages.length - unseen].ts;
          redraw();
        }
      }
      const target = ts === undefined ? null : find(list, ts);
      if (target) show(target);
      else if (!same) toEnd();
      return target !== null;
    },
    apply,
  };

  /** Takes changes of this channel: new messages, and new versions of those shown. */
  function apply(changes) {
    if (hold.keeps(changes)) return;
    const following = atEnd() && !later;
    const empty = messages.length === 0;
    /** Only the last version of a message is drawn: in a storm a parent changes with every reply. */
    const fresh = new Map();
    for (const { kind, message, parent } of changes) {
      if (parent) fresh.set(parent.ts, parent);
      const posted = kind === "posted" && (!parent || message.subtype === "thread_broadcast");
      if (posted && isAfter(message, messages.at(-1))) add(message, { empty, following });
      else fresh.set(message.ts, message);
    }
    for (const message of fresh.values()) replace(message);
    if (empty && messages.length > 0) redraw();
    if (following) {
      trim();
      toEnd();
    } else drawNewest();
  }

  function add(message, { empty, following }) {
    missed++;
    // Someone reading far above the end must not make the page endless: the rest waits there.
    if (!following && messages.length >= 2 * KEPT) later = true;
    if (later) return;
    messages.push(message);
    if (!empty) list.append(...drawn(messages.length - 1));
  }

  function replace(message) {
    const index = messages.findIndex(({ ts }) => ts === message.ts);
    if (index === -1) return;
    messages[index] = message;
    const old = find(list, message.ts);
    const fresh = drawn(index).at(-1);
    if (old?.contains(document.activeElement)) fresh.setAttribute("tabindex", "0");
    old?.replaceWith(fresh);
  }

  function trim() {
    if (messages.length <= KEPT * 1.5) return;
    messages = messages.slice(-KEPT);
    earlier = true;
    redraw();
  }
}

/** Whether a message is newer than the last one; what the feed says may be loaded already. */
function isAfter(message, last) {
  return last === undefined || message.ts > last.ts;
}

/** `alert` or `alerts` */
export function alerts(count) {
  return count === 1 ? "alert" : "alerts";
}

/** Just words: an alert always stands by itself, under its own time. */
function isPlain({ blocks = [], attachments = [] }) {
  return blocks.length === 0 && attachments.length === 0;
}

function author({ user, bot_id, username }) {
  return `${user} ${bot_id} ${username}`;
}

function dayLine(ts) {
  return el("p", { class: "day" }, el("span", { class: "day-name", text: day(ts) }));
}

function newLine() {
  return el("p", { class: "new-line" }, el("span", { class: "new-word", text: "New" }));
}

function emptyState({ name, archived }) {
  const hint = archived
    ? "This channel is archived: it takes no messages."
    : "Alerts show here as they are delivered. Put a CloudTrail log file into the local bucket, or start with your own logs:";
  return el(
    "div",
    { class: "empty" },
    el("img", { class: "empty-icon", src: "/icon.svg", alt: "", width: 56, height: 56 }),
    el("p", { class: "empty-title", text: `No alerts in #${name} yet` }),
    el("p", { class: "empty-hint", text: hint }),
    ...(archived
      ? []
      : [el("code", { class: "empty-code", text: "npm start -- <file or folder>…" })]),
  );
}
