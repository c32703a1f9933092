import type { SnsMessage } from "../../core/sns/message.ts";
import type { News } from "../../core/thread/news.ts";
import type { Picture } from "./picture.ts";

/** A picture as a message for a topic. */
export function snsTextOf(picture: Picture): SnsMessage {
  if ("storm" in picture) {
    const { storm, tally } = picture;
    return {
      subject: `[${storm.severity}] ${storm.threads} threads of ${storm.ruleId}`.slice(0, 99),
      body: JSON.stringify({ ...storm, count: tally.count }),
      attributes: { severity: storm.severity, ruleIds: [storm.ruleId] },
    };
  }
  const first = firstOf(picture.head.sns);
  if (picture.kind === "reply" || picture.kind === "final") {
    const body = { ...JSON.parse(first.body), kind: "summary", count: picture.tally.count };
    return { ...first, body: JSON.stringify({ ...body, news: newsOf(picture.news) }) };
  }
  return first;
}

function newsOf({ named }: News): News["named"] {
  return named;
}

function firstOf(sns: string | undefined): SnsMessage {
  if (sns === undefined) throw new Error("Cannot publish window as its head has no message");
  return JSON.parse(sns);
}
