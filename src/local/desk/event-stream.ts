import type { ServerResponse } from "node:http";
import type { Change } from "./slack/change-log.ts";
import type { Workspace } from "./slack/workspace.ts";

/** The page's live feed: server-sent events, one for each change of the workspace. */
export interface EventStream {
  /** Sends what came after a change, then whatever comes; until the reader or the desk leaves. */
  attach(response: ServerResponse, after: number): void;
  /** Sends something that is no change of the workspace to whoever reads now. */
  tell(event: string, data: unknown): void;
  close(): void;
}

/** Milliseconds between signs of life, so that a reader sees a dead desk. */
const HEARTBEAT = 15_000;

/**
 * Makes the live feed of a workspace.
 *
 * @param desk Id of this desk: said first, so that a page outliving its desk can tell.
 * @see {@link https://html.spec.whatwg.org/multipage/server-sent-events.html}
 */
export function createEventStream(workspace: Workspace, desk: string): EventStream {
  const readers = new Set<ServerResponse>();
  const stop = workspace.onChange((change) => {
    if (readers.size === 0) return;
    const text = eventText(workspace, change);
    for (const reader of readers) reader.write(text);
  });
  const heartbeat = setInterval(() => {
    for (const reader of readers) reader.write(": alive\n\n");
  }, HEARTBEAT);
  heartbeat.unref();

  return {
    attach(response, after) {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      response.write(`retry: 1000\nevent: desk\ndata: ${JSON.stringify(desk)}\n\n`);
      for (const change of workspace.changes.after(after)) {
        response.write(eventText(workspace, change));
      }
      readers.add(response);
      response.on("close", () => readers.delete(response));
    },
    tell(event, data) {
      const text = `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
      for (const reader of readers) reader.write(text);
    },
    close() {
      stop();
      clearInterval(heartbeat);
      for (const reader of readers) reader.end();
      readers.clear();
    },
  };
}

/** A change with the message as it is now, and its parent when it is a reply. */
function eventText(workspace: Workspace, { seq, kind, channel, ts }: Change): string {
  const message = workspace.message(channel, ts);
  const parentTs = message?.thread_ts;
  const parent =
    parentTs === undefined || parentTs === ts ? undefined : workspace.message(channel, parentTs);
  const posts = workspace.count(channel);
  return `id: ${seq}\ndata: ${JSON.stringify({ seq, kind, channel, message, parent, posts })}\n\n`;
}
