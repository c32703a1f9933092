import type { World } from "./world.ts";

/** Events that topics' subscribers are told of: of what has one name, the largest count said. */
export function shownOnTopics(world: World): number {
  const most = new Map<string, number>();
  for (const { message, structure } of world.topics.published) {
    const text =
      structure === "json" ? (JSON.parse(message) as { default: string }).default : message;
    const { name, count } = told(JSON.parse(text));
    most.set(name, Math.max(most.get(name) ?? 0, count));
  }
  return sum(most);
}

/** What a body tells of: a thread goes by its first event, a storm by its own id. */
function told(body: Readonly<Record<string, unknown>>): { name: string; count: number } {
  const { event_id: event, storm, id = storm } = body;
  const { count = 1 } = body;
  if (id === undefined && event === undefined) {
    throw new Error(
      `Cannot read a topic's message as it must name an event or a storm: ${JSON.stringify(body).slice(0, 200)}`,
    );
  }
  return { name: String(id ?? event), count: Number(count) };
}

/** Events that the bus is told of by alerts: of each window the largest count said. */
export function shownOnBus(world: World): number {
  const most = new Map<string, number>();
  for (const { detailType, detail } of world.bus.others) {
    if (detailType !== "Trailbridge Alert") continue;
    const { id, count } = detail;
    most.set(String(id), Math.max(most.get(String(id)) ?? 0, Number(count)));
  }
  return sum(most);
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}
