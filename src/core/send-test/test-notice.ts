import type { Notice } from "../alert/notice.ts";
import type { TestRun } from "./test-event.ts";

/** The message by which a channel, a webhook or a topic is tried. */
export function testNotice({ name, now }: TestRun, by: string, namedBy: readonly string[]): Notice {
  return {
    kind: "notice",
    identity: name,
    title: "Test: nothing has happened",
    text: "This message was sent by hand, to see that alerts arrive here.",
    facts: [
      ["Named by", namedBy.join(", ")],
      ["Sent by", by],
      ["Sent at", new Date(now).toISOString()],
      ["Test", name],
    ],
    advice: "Nothing is to be done.",
  };
}
