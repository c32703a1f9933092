import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { slackApp } from "../../../src/adapters/slack/app.ts";
import { slackWebhooks } from "../../../src/adapters/slack/webhook.ts";
import { NONE_SEEN, newsOf } from "../../../src/core/thread/news.ts";
import { tallyOf } from "../../../src/core/thread/tally.ts";
import { type Desk, startDesk } from "../../../src/local/desk/desk.ts";
import { busEventOf } from "../../../src/notifier/bus-event.ts";
import type { Pen } from "../../../src/notifier/pen/pen.ts";
import { createPens } from "../../../src/notifier/pen/pens.ts";
import type { Picture } from "../../../src/notifier/pen/picture.ts";
import type { Delivery } from "../../../src/notifier/record/delivery.ts";
import { createDeliveryMaker } from "../../../src/notifier/record/delivery-maker.ts";
import { headOf, memberOfDelivery } from "../../../src/notifier/record/window-facts.ts";
import { recordEvent } from "../../support/bus-events.ts";
import { HOSTILE_RECORDS } from "../../support/hostile.ts";
import { ruleOf, ruleSetOf } from "../../support/rules.ts";
import { hasShared, SHARED } from "../../support/shared.ts";

const HOOK = "/services/T0/B0/all";
const OPTIONS = { windowSeconds: 900, groupWaitSeconds: 0, snsEach: false, random: () => "r" };
const RULE = ruleOf("rule");
const CONTEXT = { accountNames: { "111122223333": "prod" }, ruleById: () => RULE };

let desk: Desk;

const test = suite("pens and the Slack desk");

test.before(async () => {
  desk = await startDesk({
    token: "xoxb",
    channels: [{ id: "C_ALL", name: "all" }],
    webhooks: [{ path: HOOK, channel: "C_ALL", name: "all" }],
  });
});

test.after(async () => {
  await desk.close();
});

for (const layout of ["compact", "full"] as const) {
  test(`Slack takes every message as it is, whatever the record, in the ${layout} layout`, async () => {
    const refused = await refusedOf(HOSTILE_RECORDS, layout);
    assert.equal(refused, []);
  });

  if (hasShared(test, "the messages of real records"))
    test(`Slack takes every message of real records in the ${layout} layout`, async () => {
      const records = realRecords();
      assert.ok(records.length > 60, String(records.length));
      assert.equal(await refusedOf(records, layout), []);
    });
}

test.run();

/** Draws each record in every way, and all of them together; what Slack did not take as it is. */
async function refusedOf(
  records: readonly Record<string, unknown>[],
  layout: "compact" | "full",
): Promise<readonly unknown[]> {
  const refused: unknown[] = [];
  const note = (_message: string, fields: unknown) => void refused.push(fields);
  const context = { ...CONTEXT, layout };
  const secrets = { get: async (id: string) => (id === "hook" ? desk.webhookUrl("all") : "xoxb") };
  const penOf = createPens({
    context,
    log: { info() {}, warn: note, error: note, metrics() {} },
    snsRepeats: "fold",
    slackApp: slackApp({
      secrets,
      tokenSecretId: "token",
      apiUrl: desk.apiUrl,
      timeoutMilliseconds: 60_000,
    }),
    slackWebhooks: slackWebhooks(secrets, { timeoutMilliseconds: 60_000 }),
    topics: { publish: async () => {} },
    alertBus: { put: async () => {} },
  });
  const [app, webhook] = [penOf("slack:C_ALL"), penOf("webhook:hook")];
  if (app === undefined || webhook === undefined) throw new Error("no pens");

  const made = records.map((record) => pictures(deliveryOf(record)));
  const all = made.map(({ member }) => ({ ...member, ruleIds: ["rule"] }));
  const storms = stormPictures(all);
  for (const { own } of made) await drawAll(own, app, webhook);
  await drawAll(storms, app, webhook);
  return refused;
}

async function drawAll(all: readonly Picture[], app: Pen, webhook: Pen): Promise<void> {
  const [parent] = all;
  if (parent === undefined) throw new Error("no pictures");
  const under = await app.post(parent, { of: "w", attempt: "a" });
  for (const picture of all.slice(1)) {
    if (picture.kind === "parent" || picture.kind === "storm") await app.edit?.(under, picture);
    else if (picture.kind === "alone") await app.post(picture, { of: "w" });
    else await app.post(picture, { of: "w", under });
  }
  for (const picture of all.filter(({ kind }) => kind !== "details"))
    await webhook.post(picture, { of: "w" });
}

function deliveryOf(record: Record<string, unknown>): Delivery {
  const event = busEventOf(recordEvent(record));
  if (event.kind !== "record") throw new Error(`is ${event.kind}`);
  const maker = createDeliveryMaker(
    ruleSetOf(RULE),
    {
      destinations: { defaults: { slackChannel: "C_ALL" }, routes: [] },
      alertEvents: false,
    } as never,
    CONTEXT,
  );
  const verdict = { matched: ["rule"], faults: [] };
  const [delivery] = maker.alertDeliveries(event.detail, verdict, event.source).deliveries;
  if (delivery === undefined) throw new Error("no delivery");
  return delivery;
}

/** All that a window of one record, and of many like it, may show. */
function pictures(delivery: Delivery) {
  const head = headOf(delivery, 0, OPTIONS);
  const member = memberOfDelivery(delivery, 0, OPTIONS);
  const many = Array.from({ length: 12 }, (_, n) => ({ ...member, identity: `e-${n}` }));
  const [one, tally] = [tallyOf([member]), tallyOf(many)];
  const progress = { tally, from: 2, news: newsOf(many, NONE_SEEN) };
  const own: Picture[] = [
    { kind: "parent", head, tally: one, isClosed: false },
    { kind: "details", head },
    { kind: "alone", head },
    { kind: "parent", head, tally, isClosed: false },
    { kind: "reply", head, ...progress },
    { kind: "final", head, ...progress },
    { kind: "parent", head, tally, isClosed: true },
  ];
  return { own, member };
}

function stormPictures(members: readonly ReturnType<typeof memberOfDelivery>[]): Picture[] {
  const storm = {
    id: "storm-1",
    ruleId: "rule",
    severity: "high",
    openedAt: 0,
    endsAt: 900_000,
    threads: members.length,
  } as const;
  const tally = tallyOf(members.map((member, n) => ({ ...member, identity: `e-${n}` })));
  const progress = { tally, from: 2, news: newsOf(members, NONE_SEEN) };
  return (["storm", "catch-up"] as const).flatMap((kind): Picture[] => [
    { kind: "storm", storm: { ...storm, kind }, tally, isClosed: false },
    { kind: "storm-reply", storm: { ...storm, kind }, ...progress },
    { kind: "storm-final", storm: { ...storm, kind }, ...progress },
    { kind: "storm", storm: { ...storm, kind }, tally, isClosed: true },
  ]);
}

/** Every three hundredth record of the corpus. */
function realRecords(): Record<string, unknown>[] {
  const folder = `${SHARED}corpus/ndjson/`;
  return readdirSync(folder)
    .flatMap((file) =>
      gunzipSync(readFileSync(folder + file))
        .toString()
        .split("\n"),
    )
    .filter((line) => line.startsWith("{"))
    .filter((_, at) => at % 300 === 0)
    .map((line) => JSON.parse(line));
}
