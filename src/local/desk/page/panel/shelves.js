/** What stands beside the channels: topics with their messages, and what consumers got. */

import { ask } from "../base/desk-api.js";
import { byId, el } from "../base/dom.js";
import { clock, day, iso } from "../base/time.js";

/** Kinds of shelves, in the order they are listed. */
const KINDS = [
  { kind: "topic", title: "Topics", one: "Topic" },
  { kind: "consumer", title: "Consumers", one: "Consumer" },
];

/** Sets the lists and the dialog up. `draw` takes the shelves as they are now. */
export async function createShelves() {
  const dialog = byId("shelf");
  const body = byId("shelf-body");
  const badges = new Map();
  let shown;

  // What scrolls takes the focus, or the keyboard cannot scroll it.
  body.tabIndex = 0;
  body.setAttribute("role", "region");
  body.setAttribute("aria-labelledby", "shelf-title");

  const load = async () => {
    const { kind, name } = shown;
    const items = await ask("shelf", { kind, name });
    if (shown?.kind !== kind || shown.name !== name) return;
    const open = new Set([...body.querySelectorAll("details[open]")].map((it) => it.dataset.key));
    body.replaceChildren(
      ...(items.length === 0
        ? [el("p", { class: "shelf-empty", text: "Nothing has come here yet." })]
        : items.map((item) => drawItem(item, open))),
    );
  };
  const show = async (shelf) => {
    shown = shelf;
    const { one } = KINDS.find(({ kind }) => kind === shelf.kind);
    byId("shelf-title").textContent = `${one} ${lastPart(shelf.name)}`;
    body.replaceChildren();
    dialog.showModal();
    await load();
    body.scrollTop = 0;
  };

  const draw = (shelves) => {
    for (const shelf of shelves) {
      const badge = badges.get(keyOf(shelf));
      if (badge !== undefined) badge.textContent = countText(shelf.count);
    }
    if (shown !== undefined) load();
  };
  byId("shelf-close").addEventListener("click", () => dialog.close());
  // A click beside the dialog closes it, as people expect.
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    shown = undefined;
  });

  const shelves = await ask("shelves");
  byId("shelves").replaceChildren(
    ...KINDS.flatMap(({ kind, title }) => {
      const own = shelves.filter((shelf) => shelf.kind === kind);
      if (own.length === 0) return [];
      return [
        el("h2", { class: "channels-label shelves-label", text: title }),
        el("ul", { class: "channel-list" }, ...own.map((shelf) => row(shelf, badges, show))),
      ];
    }),
  );
  return { draw };
}

function row(shelf, badges, show) {
  const badge = el("span", { class: "shelf-count", text: countText(shelf.count) });
  badges.set(keyOf(shelf), badge);
  const button = el(
    "button",
    {
      class: "channel shelf-open",
      type: "button",
      "aria-haspopup": "dialog",
      data: { shelf: shelf.name },
      on: { click: () => show(shelf) },
    },
    el("span", { class: "channel-text", text: lastPart(shelf.name) }),
    badge,
    el("span", { class: "unseen", text: " messages" }),
  );
  return el("li", {}, button);
}

function drawItem({ at, title, facts, texts }, open) {
  const ts = String(at / 1000);
  return el(
    "article",
    { class: "shelf-item" },
    el(
      "header",
      { class: "shelf-item-head" },
      el("h3", { class: "shelf-item-title", text: title }),
      el("time", { class: "shelf-item-time", datetime: iso(ts), text: `${day(ts)} ${clock(ts)}` }),
    ),
    ...(facts.length === 0
      ? []
      : [
          el(
            "ul",
            { class: "shelf-facts" },
            ...facts.map(([name, value]) =>
              el("li", { class: "shelf-fact", text: `${name}: ${value}` }),
            ),
          ),
        ]),
    ...texts.map(([reader, text], index) => {
      const key = `${at} ${title} ${reader}`;
      return el(
        "details",
        { class: "shelf-text", open: index === 0 || open.has(key), data: { key } },
        el("summary", { class: "shelf-reader", text: reader }),
        el("pre", { class: "shelf-words", text: readable(text) }),
      );
    }),
  );
}

/** JSON with its lines broken, any other text as it is. */
function readable(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function keyOf({ kind, name }) {
  return `${kind} ${name}`;
}

function countText(count) {
  return count > 9999 ? "9999+" : String(count);
}

/** A topic elsewhere goes by its ARN: what people call it stands last. */
function lastPart(name) {
  return name.split(":").at(-1);
}
