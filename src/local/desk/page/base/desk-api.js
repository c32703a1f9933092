/** What the page asks of its desk. */

/**
 * @param {"workspace" | "history" | "thread" | "search" | "conditions" | "shelves" | "shelf"} what
 * @param {Record<string, string>} [query]
 * @returns The answer; `undefined` if there is no such message.
 * @throws If the desk cannot be reached, or has no such channel.
 */
export async function ask(what, query = {}) {
  const answer = await fetch(`/desk/${what}?${new URLSearchParams(query)}`);
  if (!answer.ok) throw new Error(`Cannot ask the desk for ${what}: it answered ${answer.status}`);
  return (await answer.json()) ?? undefined;
}

/**
 * Orders a fault of the desk, or takes it back by the kind `none`.
 *
 * @param {{ kind: string, on?: string, seconds?: number, retryAfter?: number }} order
 * @returns The conditions that are so now.
 * @throws If the desk cannot be reached, or does not understand.
 */
export async function orderFault(order) {
  const answer = await fetch("/desk/faults", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(order),
  });
  if (!answer.ok) throw new Error((await answer.json()).error);
  return answer.json();
}

/**
 * Follows the desk's live feed, from a change on, through every break of the connection.
 *
 * @param {number} after Number of the last change already known.
 * @param {object} heard `changes`: takes the changes since the last call, in order; `state`: takes
 *   "live" or "lost"; `desk`: takes the id of the desk that answers; `told`: by name, takes what
 *   the desk tells beside them.
 */
export function follow(after, { changes, state, desk, told = {} }) {
  const source = new EventSource(`/desk/events?after=${after}`);
  let waiting = [];
  source.addEventListener("open", () => state("live"));
  source.addEventListener("error", () => state("lost"));
  source.addEventListener("desk", ({ data }) => desk(JSON.parse(data)));
  for (const [name, hear] of Object.entries(told)) {
    source.addEventListener(name, ({ data }) => hear(JSON.parse(data)));
  }
  source.addEventListener("message", ({ data }) => {
    // In a storm, many changes are drawn at once: the page stays usable.
    if (waiting.length === 0) {
      setTimeout(() => {
        const batch = waiting;
        waiting = [];
        changes(batch);
      }, 40);
    }
    waiting.push(JSON.parse(data));
  });
}
