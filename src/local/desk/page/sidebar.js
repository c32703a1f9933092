/** The list of channels, with how much is unseen in each. */

import { byId, el } from "./base/dom.js";

/**
 * @param {object} workspace As the desk gives it.
 */
export function createSidebar({ desk, team, channels }) {
  const storage = `slack-desk/${desk}/seen`;
  const seen = new Map(Object.entries(JSON.parse(sessionStorage.getItem(storage) ?? "{}")));
  const posts = new Map(channels.map(({ id, posts: count }) => [id, count]));
  const links = new Map(channels.map((channel) => [channel.id, link(channel)]));
  byId("team").textContent = team;
  byId("channels").replaceChildren(...channels.map(({ id }) => el("li", {}, links.get(id).anchor)));

  const unseen = (id) => Math.max(0, (posts.get(id) ?? 0) - (seen.get(id) ?? 0));

  const draw = () => {
    let total = 0;
    for (const [id, { anchor, badge }] of links) {
      const count = unseen(id);
      total += count;
      anchor.dataset.unread = String(count > 0);
      badge.hidden = count === 0;
      badge.replaceChildren(
        count > 999 ? "999+" : String(count),
        el("span", { class: "unseen", text: " unread" }),
      );
    }
    byId("menu-unread").hidden = total === 0;
    document.title = total === 0 ? "Slack desk" : `(${total}) Slack desk`;
  };
  draw();

  return {
    unseen,
    /** How many messages stand in a channel. */
    posts: (id) => posts.get(id) ?? 0,
    /** Marks everything in a channel as seen. */
    see(id) {
      seen.set(id, posts.get(id));
      sessionStorage.setItem(storage, JSON.stringify(Object.fromEntries(seen)));
      draw();
    },
    /** Takes how much stands in channels now. */
    apply(changes) {
      for (const { channel, posts: count } of changes) posts.set(channel, count);
      draw();
    },
    /** Shows which channel is open. */
    open(id) {
      for (const [own, { anchor }] of links) {
        if (own === id) anchor.setAttribute("aria-current", "page");
        else anchor.removeAttribute("aria-current");
      }
    },
  };
}

function link({ id, name, archived }) {
  const badge = el("span", { class: "channel-badge", hidden: true });
  const anchor = el(
    "a",
    { class: "channel", href: `#${id}`, data: { archived: String(archived), channel: id } },
    el("span", { class: "channel-sign", "aria-hidden": "true", text: "#" }),
    el("span", { class: "channel-text", text: name }),
    ...(archived ? [el("span", { class: "channel-note", text: "archived" })] : []),
    badge,
  );
  return { anchor, badge };
}
