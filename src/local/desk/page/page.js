/** The Slack desk's page: puts its parts together and keeps them live. */

import { ask, follow } from "./base/desk-api.js";
import { byId } from "./base/dom.js";
import { setUpTheme } from "./base/theme.js";
import { createDrawer } from "./drawer.js";
import { alerts, createFeed } from "./feed.js";
import { createConditions } from "./panel/conditions.js";
import { createShelves } from "./panel/shelves.js";
import { setUpPayload } from "./payload.js";
import { createSearch } from "./search.js";
import { createSidebar } from "./sidebar.js";
import { createThreadPane } from "./thread-pane.js";

setUpTheme();

let toastTimer;
/** Says something briefly where it can be seen. */
const toast = (text) => {
  clearTimeout(toastTimer);
  byId("toast").textContent = text;
  byId("toast").hidden = false;
  toastTimer = setTimeout(() => {
    byId("toast").hidden = true;
  }, 4000);
};

/** The reader opens a thread by hand: the keyboard goes there with them. */
let entering = false;

const workspace = await ask("workspace");
const channels = new Map(workspace.channels.map((channel) => [channel.id, channel]));
const around = {
  app: workspace.app,
  channels: new Map(workspace.channels.map(({ id, name }) => [id, name])),
  act: {
    openThread: (ts) => {
      entering = true;
      go(feed.channel.id, ts);
    },
    copyLink: async (channel, ts) => {
      const address = new URL(`#${channel}/${ts}`, location.href).href;
      await navigator.clipboard.writeText(address);
      toast("Link copied");
    },
    showPayload: setUpPayload(toast),
  },
};

const drawer = createDrawer();
const sidebar = createSidebar(workspace);
const feed = createFeed(around, () => {
  if (document.visibilityState === "visible") sidebar.see(feed.channel.id);
});
const thread = createThreadPane(around);
const search = createSearch(around);
const conditions = await createConditions();
const shelves = await createShelves();

/** Goes to a message: `#C0SEC/1700000000.000100`. */
function go(channel, ts) {
  const hash = `#${channel}/${ts}`;
  if (location.hash === hash) return route();
  location.hash = hash;
}

let turns = 0;
async function route() {
  const turn = ++turns;
  const [id, ts] = decodeURIComponent(location.hash.slice(1)).split("/");
  const channel = channels.get(id) ?? channels.get(feed.channel?.id) ?? workspace.channels[0];
  drawer.close();
  byId("toast").hidden = true;
  delete document.body.dataset.shown;
  if (channel === undefined) return;
  search.close();
  byId("channel-name").textContent = `#${channel.name}`;
  sidebar.open(channel.id);
  const unseen = sidebar.unseen(channel.id);
  if (document.visibilityState === "visible") sidebar.see(channel.id);
  drawTopic(channel);
  const found = ts === undefined ? undefined : await ask("thread", { channel: channel.id, ts });
  await feed.open(channel, { ts: found?.parent.ts, unseen });
  if (turn !== turns) return;
  if (found === undefined) thread.close();
  else if (found.replies.length > 0 || thread.shown) await thread.open(channel, ts);
  if (entering && thread.shown) byId("thread-scroll").focus({ preventScroll: true });
  entering = false;
  if (ts !== undefined && found === undefined) toast("There is no such message on this desk");
  // Says that the page now shows what its address asks for.
  document.body.dataset.shown = location.hash;
}

function drawTopic({ id, topic }) {
  const count = sidebar.posts(id);
  const parts = [topic, `${count} ${alerts(count)}`];
  byId("channel-topic").textContent = parts.filter(Boolean).join("  ·  ");
}

addEventListener("hashchange", route);
await route();

follow(workspace.seq, {
  changes(batch) {
    sidebar.apply(batch);
    feed.apply(batch.filter(({ channel }) => channel === feed.channel?.id));
    thread.apply(batch);
    drawTopic(channels.get(feed.channel.id));
    const news = batch.filter(({ kind, parent }) => kind === "posted" && !parent);
    const last = news.at(-1);
    if (last) {
      const name = around.channels.get(last.channel);
      byId("announce").textContent = `New alert in ${name}: ${last.message.text}`;
    }
  },
  state(state) {
    byId("live").dataset.state = state;
    byId("live-text").textContent = state === "live" ? "Live" : "Lost the desk. Trying again…";
  },
  desk(id) {
    // Another desk runs at this address now: what is shown here is gone.
    if (id !== workspace.desk) location.reload();
  },
  told: { conditions: conditions.draw, shelves: shelves.draw },
});

addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && feed.following()) sidebar.see(feed.channel.id);
});

byId("skip").addEventListener("click", () => byId("feed").focus());
byId("close-thread").addEventListener("click", () => closeThread());

addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, dialog");
  if (event.key === "/" && !typing) {
    event.preventDefault();
    search.focus();
  } else if (event.key === "Escape" && !typing) {
    if (!drawer.close() && thread.shown) closeThread();
  } else if (event.key === "Enter" && event.target.matches?.("#feed .message")) {
    around.act.openThread(event.target.dataset.ts);
  }
});

function closeThread() {
  const from = thread.shown?.ts;
  thread.close();
  history.replaceState(null, "", `#${feed.channel.id}`);
  document.body.dataset.shown = location.hash;
  document.querySelector(`#feed .message[data-ts="${CSS.escape(from ?? "")}"]`)?.focus();
}
