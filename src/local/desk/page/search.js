/** Search over every channel: results take the place of the channel while there is a query. */

import { ask } from "./base/desk-api.js";
import { byId, el } from "./base/dom.js";
import { clock, day } from "./base/time.js";
import { alerts } from "./feed.js";
import { drawSafely } from "./message/message.js";

/** Milliseconds of silence after which a query is asked. */
const PAUSE = 150;

/**
 * @param {object} around What every message needs, see message.js; without `channel` and `place`.
 */
export function createSearch(around) {
  const input = byId("search");
  const results = byId("results");
  const feed = byId("feed");
  let timer;
  let asked = 0;

  const close = () => {
    clearTimeout(timer);
    asked++;
    input.value = "";
    results.hidden = true;
    feed.hidden = false;
  };

  const run = async () => {
    const query = input.value.trim();
    if (query === "") return close();
    const turn = ++asked;
    const { hits, total } = await ask("search", { q: query });
    // A slower, older answer must not replace a newer one.
    if (turn !== asked) return;
    feed.hidden = true;
    results.hidden = false;
    const list = el("ol", { class: "hits" }, ...hits.map((hit) => drawHit(hit, around, close)));
    const found = summary(query, hits.length, total);
    const title = el("h2", { class: "unseen", text: "Search results" });
    results.replaceChildren(title, el("p", { class: "hits-summary", text: found }), list);
    // A region that was there before: only such are read out when their text changes.
    byId("announce").textContent = found;
    byId("scroll").scrollTop = 0;
    mark(list, query);
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(run, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") run();
    if (event.key === "Escape") {
      close();
      input.blur();
    }
  });
  return { close, focus: () => input.focus() };
}

function summary(query, shown, total) {
  const more = total > shown ? `, the newest ${shown} shown` : "";
  return total === 0
    ? `Nothing says “${query}”. Try an actor, an event name, an account or an address.`
    : `${total} ${alerts(total) === "alert" ? "message says" : "messages say"} “${query}”${more}`;
}

/** Marks the words of a query where they stand, without touching what stands there. */
function mark(list, query) {
  if (!("highlights" in CSS)) return;
  const words = query.toLowerCase().split(/\s+/);
  const ranges = [];
  const texts = document.createTreeWalker(list, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const text = node.textContent.toLowerCase();
    for (const word of words) {
      for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, Math.min(at + word.length, node.length));
        ranges.push(range);
      }
    }
  }
  CSS.highlights.set("hit", new Highlight(...ranges));
}

function drawHit({ channel, message }, around, close) {
  const name = around.channels.get(channel);
  const inThread = message.thread_ts !== undefined && message.thread_ts !== message.ts;
  const place = `#${name}  ·  ${day(message.ts)} at ${clock(message.ts)}${inThread ? "  ·  in a thread" : ""}`;
  const act = { ...around.act, openThread: undefined };
  return el(
    "li",
    { class: "hit" },
    el("a", {
      class: "hit-place",
      href: `#${channel}/${message.ts}`,
      text: place,
      on: { click: close },
    }),
    drawSafely(message, { ...around, act, channel, place: "search" }),
  );
}
