import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DeliveryError } from "../../../src/core/alert/delivery-error.ts";
import { recordEvent } from "../../support/bus-events.ts";
import { ordinary } from "../../support/hostile.ts";
import { type Posted, type Rig, rig } from "../../support/notifier-rig.ts";
import { ruleOf, ruleSetOf } from "../../support/rules.ts";
import { assertValidSlack, visibleText } from "../../support/slack-limits.ts";

const test = suite("threads");

function event(n: number, fields: Record<string, unknown> = {}): Record<string, unknown> {
  return recordEvent({ ...ordinary(), eventID: `00000000-0000-4000-8000-${n}`, ...fields });
}

const parents = ({ posted }: Rig) => posted.filter(({ threadTs }) => threadTs === undefined);
const replies = ({ posted }: Rig) => posted.filter(({ threadTs }) => threadTs !== undefined);
const text = (posted: Posted | undefined) => (posted ? visibleText(posted.message) : "nothing");

test("a hundred notifiers racing make exactly one parent", async () => {
  const made = rig({ timeless: true });
  const reports = await Promise.all(
    Array.from({ length: 100 }, (_, n) => made.another()([event(n)])),
  );
  assert.is(parents(made).length, 1);
  const total = (key: "posted" | "folded" | "failed") =>
    reports.reduce((sum, { counters }) => sum + counters[key], 0);
  assert.equal([total("posted"), total("folded"), total("failed")], [1, 99, 0]);
  assert.is(replies(made).length, 3, "maxReplies");
  assert.match(text(parents(made)[0]), "*100 events*");
});

test("shows a parent without count, then the count, span, addresses and regions", async () => {
  const made = rig();
  await made.send([event(1)]);
  assert.not.match(text(made.posted[0]), "events*");
  const later = { eventTime: "2026-01-24T00:05:42Z", sourceIPAddress: "192.0.2.77" };
  await made.send([event(2, { ...later, awsRegion: "eu-west-1" })]);
  assert.match(text(made.posted[0]), "*2 events*");
  assert.match(text(made.posted[0]), "2026-01-24 00:05:12 to 00:05:42 UTC");
  assert.match(text(made.posted[0]), "2 addresses `192.0.2.10` `192.0.2.77`");
  assert.match(text(made.posted[0]), "2 regions `us-east-1` `eu-west-1`");
  assert.match(text(replies(made)[0]), "new address `192.0.2.77`");
});

test("edits a parent once per batch", async () => {
  const made = rig();
  await made.send(Array.from({ length: 4 }, (_, n) => event(n)));
  assert.is(made.posted[0]?.edits, 1);
  assert.match(text(made.posted[0]), "*4 events*");
  assert.equal(
    replies(made).map((reply) => /#\d+/.exec(text(reply))?.[0]),
    ["#2", "#3", "#4"],
  );
});

test("replies until maxReplies, then only the count moves", async () => {
  const made = rig();
  for (let n = 0; n < 6; n++) await made.send([event(n)]);
  assert.is(replies(made).length, 3);
  assert.match(text(made.posted[0]), "*6 events*");
});

test("puts the earliest event of a batch first", async () => {
  const made = rig();
  await made.send([event(1, { eventTime: "2026-01-24T00:05:59Z" }), event(2)]);
  assert.match(text(made.posted[0]), "2026-01-24 00:05:12 UTC");
});

test("begins a new parent once the window from the first is over", async () => {
  const made = rig();
  await made.send([event(1)]);
  made.clock.at += 600_000;
  await made.send([event(2)]);
  made.clock.at += 400_000;
  await made.send([event(3)]);
  assert.is(parents(made).length, 2);
});

test("a thread belongs to its channel", async () => {
  const routes = [{ severities: ["high" as const], slackChannel: "C_HIGH" }];
  const destinations = { defaults: { slackChannel: "C_ALL", snsTopicArn: "arn" }, routes };
  const made = rig({ settings: { destinations } });
  await made.send([event(1)]);
  const other = rig({ settings: { destinations: { ...destinations, routes: [] } } });
  for (const [key, item] of made.table.threadItems) other.table.threadItems.set(key, item);
  await other.send([event(2)]);
  assert.is(parents(other).length, 1);
});

test("groups by the rule's own paths", async () => {
  const rule = ruleOf("rule", { thread: { by: ["sourceIPAddress"] } });
  const made = rig({ ruleSet: ruleSetOf(rule), judge: () => ({ matched: ["rule"], faults: [] }) });
  await made.send([
    event(1),
    event(2, { eventName: "Other" }),
    event(3, { sourceIPAddress: "192.0.2.9" }),
  ]);
  assert.is(parents(made).length, 2);
});

test("makes a new parent when Slack says the old one is gone, by edit or by reply", async () => {
  for (const lost of ["update", "reply"]) {
    const made = rig();
    await made.send([event(1)]);
    let gone = true;
    made.onCall = (call) => {
      if (call !== lost || !gone) return;
      gone = false;
      throw new DeliveryError("gone", "message_not_found");
    };
    const { counters, failed } = await made.send([event(2), event(3)]);
    assert.equal(failed, []);
    assert.equal([counters.posted, counters.folded], [1, 1], lost);
    assert.is(parents(made).length, 2);
    assert.is(replies(made).at(-1)?.threadTs, parents(made)[1]?.ts);
    assert.match(text(parents(made)[1]), "*2 events*");
  }
});

test("returns events whose parents keep vanishing", async () => {
  const made = rig();
  await made.send([event(1)]);
  made.onCall = (call) => {
    if (call === "update") throw new DeliveryError("gone", "message_not_found");
  };
  const { failed } = await made.send([event(2), event(3), event(4)]);
  assert.ok(failed.length > 0 && failed.length < 3);
});

test("counts an edit that fails, and delivers all the same", async () => {
  const made = rig();
  await made.send([event(1)]);
  made.onCall = (call) => {
    if (call === "update") {
      throw new DeliveryError("later", "ratelimited", { retryAfterSeconds: 30 });
    }
  };
  const { counters, failed } = await made.send([event(2)]);
  assert.equal(failed, []);
  assert.is(counters.redrawFailed, 1);
  assert.is(counters.folded, 1);
  assert.is(replies(made).length, 1);
});

test("takes a failed reply back from the count", async () => {
  const made = rig();
  await made.send([event(1)]);
  made.onCall = (call) => {
    if (call === "reply") throw new DeliveryError("later", "http_500");
  };
  const { failed } = await made.send([event(2), event(3)]);
  assert.equal(failed, ["m0", "m1"]);
  made.onCall = () => {};
  await made.send([event(2), event(3)]);
  assert.match(text(made.posted[0]), "*3 events*");
});

test("lets the next event of a batch be the parent when the first cannot be posted", async () => {
  const made = rig();
  let calls = 0;
  made.onCall = () => {
    if (++calls === 1) throw new DeliveryError("later", "http_500");
  };
  const { failed, counters } = await made.send([event(1), event(2), event(3)]);
  assert.equal(failed, ["m0"]);
  assert.equal([counters.posted, counters.folded, counters.failed], [1, 1, 1]);
  assert.is(parents(made).length, 1);
});

test("returns an event while another notifier takes too long over the parent", async () => {
  const made = rig();
  let finish = () => {};
  made.onCall = (call) =>
    call === "post" && made.posted.length === 0
      ? new Promise<void>((resolve) => {
          finish = resolve;
        })
      : undefined;
  const first = made.send([event(1)]);
  const second = await made.another()([event(2)]);
  assert.equal(second.failed, ["m0"]);
  assert.is(made.postponed.get("r0"), 5);
  finish();
  await first;
  assert.is(parents(made).length, 1);
});

test("takes over from a notifier that died while posting, after its lease", async () => {
  const made = rig();
  made.onCall = () => new Promise(() => {});
  made.send([event(1)]);
  await new Promise((resolve) => setTimeout(resolve, 1));
  made.onCall = () => {};
  made.clock.at += 91_000;
  const { failed } = await made.send([event(1)]);
  assert.equal(failed, []);
  assert.is(parents(made).length, 1);
});

test("says so when posting outlived its lease", async () => {
  const made = rig();
  made.onCall = (call) => {
    if (call === "post") made.table.threadItems.clear();
  };
  const { counters } = await made.send([event(1)]);
  assert.is(counters.posted, 1);
  assert.ok(made.logged.some(({ message }) => /two parents/.test(message)));
});

test("goes on with what is left when the table fails halfway", async () => {
  const made = rig();
  await made.send([event(1)]);
  made.onCall = (call) => {
    if (call === "update") made.table.fail = true;
  };
  const { counters, failed } = await made.send([event(2), event(3)]);
  assert.equal(failed, []);
  assert.is(counters.folded, 2);
  assert.is(counters.unthreaded, 2);
});

test("draws again when a higher count was announced while it was drawing", async () => {
  const made = rig();
  await made.send([event(1)]);
  let nested: Promise<unknown> | undefined;
  made.onCall = (call) => {
    if (call !== "update" || nested !== undefined) return;
    // The other notifier's edit arrives first, ours overwrites it with an older count.
    nested = made.another()([event(3)]);
    return nested as Promise<void>;
  };
  await made.send([event(2)]);
  assert.match(text(made.posted[0]), "*3 events*");
});

test("keeps every limit in parents that were drawn again", async () => {
  const made = rig();
  const long = { requestParameters: { a: "<`".repeat(9_000) }, userAgent: "x".repeat(5_000) };
  await made.send([event(1, long), event(2, long)]);
  for (const { message } of made.posted) assertValidSlack(message);
});

test.run();
