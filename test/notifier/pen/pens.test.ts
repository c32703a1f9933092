import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DeliveryError } from "../../../src/core/alert/delivery-error.ts";
import { tallyOf } from "../../../src/core/thread/tally.ts";
import type { Pen } from "../../../src/notifier/pen/pen.ts";
import { createPens } from "../../../src/notifier/pen/pens.ts";
import type { Picture } from "../../../src/notifier/pen/picture.ts";
import { memberWith } from "../../support/members.ts";
import { rejects } from "../../support/rejects.ts";
import { windowHead } from "../../support/window-heads.ts";

interface Sent {
  readonly by: string;
  readonly to: string;
  readonly text: string;
  readonly under?: string;
}

const SNS = { subject: "s", body: '{"title":"t"}', attributes: {} };
const HEAD = windowHead({ sns: JSON.stringify(SNS) });
const TALLY = tallyOf([memberWith(), memberWith({ identity: "e-2" })]);
const NEWS = { named: { accounts: ["444455556666"] }, left: {}, beyond: {} };
const PARENT: Picture = { kind: "parent", head: HEAD, tally: TALLY, isClosed: false };
const REPLY: Picture = { kind: "reply", head: HEAD, tally: TALLY, from: 2, news: NEWS };
const FINAL: Picture = { ...REPLY, kind: "final" };
const STORM: Picture = {
  kind: "storm",
  storm: {
    id: "storm-1",
    kind: "storm",
    ruleId: "rule",
    severity: "medium",
    openedAt: 0,
    endsAt: 900_000,
    threads: 7,
  },
  tally: TALLY,
  isClosed: false,
};
const PLACE = { of: "w-1" };

const test = suite("createPens");

test("has no pen for what is no destination", () => {
  assert.is(rig().penOf("nowhere"), undefined);
});

test("writes, edits and replies as the Slack app, so that messages are found again", async () => {
  const { pen, sent, found } = rig("slack:C1");
  assert.is(await pen.post(PARENT, { of: "w-1", attempt: "a" }), "1.1");
  await pen.post(REPLY, { of: "w-1", under: "1.1" });
  await pen.edit?.("1.1", PARENT);
  assert.equal(
    sent.map(({ by, to, under }) => [by, to, under]),
    [
      ["post w-1 a", "C1", undefined],
      ["post", "C1", "1.1"],
      ["edit", "C1", "1.1"],
    ],
  );
  assert.is(await pen.find?.({ of: "w-1", attempt: "a" }, 5), "9.9");
  assert.equal(found, ["C1 w-1 5"]);
  assert.match(sent[1]?.text ?? "", "444455556666");
});

test("tells texts apart by what they show", () => {
  const { pen } = rig("slack:C1");
  assert.is(pen.hash(PARENT), pen.hash({ ...PARENT }));
  const more = tallyOf([
    memberWith(),
    memberWith({ identity: "e-2" }),
    memberWith({ identity: "e-3" }),
  ]);
  assert.is.not(pen.hash(PARENT), pen.hash({ ...PARENT, tally: more }));
});

test("looks no more where Slack does not let it", async () => {
  const { pen, found } = rig("slack:C1", () => {
    throw new DeliveryError("refused", "missing_scope");
  });
  assert.is(await pen.find?.({ of: "w", attempt: "a" }, 5), undefined);
  assert.is(await pen.find?.({ of: "w", attempt: "a" }, 5), undefined);
  assert.is(found.length, 1);
  const { pen: down } = rig("slack:C1", () => {
    throw new DeliveryError("later", "http_503");
  });
  if (down.find) await rejects(down.find({ of: "w", attempt: "a" }, 5), DeliveryError);
});

test("sends plain text where Slack does not take the message, and only then", async () => {
  let calls = 0;
  const { pen, sent } = rig("slack:C1", () => {
    if (++calls === 1) throw new DeliveryError("content", "invalid_blocks");
  });
  for (const picture of [PARENT, REPLY, STORM]) {
    calls = 0;
    await pen.post(picture, PLACE);
  }
  assert.equal(
    sent.map(({ by }) => by),
    ["plain", "plain", "plain"],
  );
  const { pen: other } = rig("slack:C1", () => {
    throw new DeliveryError("later", "http_503");
  });
  assert.is((await rejects(other.post(PARENT, PLACE), DeliveryError)).code, "http_503");
});

test("writes to a webhook, which changes nothing", async () => {
  const { pen, sent } = rig("webhook:hook");
  for (const picture of [PARENT, REPLY, STORM]) assert.is(await pen.post(picture, PLACE), "");
  assert.equal(
    sent.map(({ by, to }) => `${by} ${to}`),
    ["webhook hook", "webhook hook", "webhook hook"],
  );
  assert.equal([pen.edit, pen.traits.canEdit, pen.traits.canReply], [undefined, false, false]);
});

test("publishes on a topic: the first event, summaries, storms", async () => {
  const { pen, sent } = rig("sns:arn:topic");
  for (const picture of [PARENT, REPLY, STORM]) await pen.post(picture, PLACE);
  assert.equal(
    sent.map(({ by, to }) => `${by} ${to}`),
    ["publish arn:topic", "publish arn:topic", "publish arn:topic"],
  );
  assert.is(JSON.parse(sent[1]?.text ?? "").count, 2);
});

test("publishes the count with the first event of several, as nothing may follow", async () => {
  const { pen, sent } = rig("sns:arn:topic");
  await pen.post(PARENT, PLACE);
  await pen.post({ ...PARENT, tally: tallyOf([memberWith()]) }, PLACE);
  const [several, one] = sent.map(({ text }) => JSON.parse(text));
  assert.equal([several.count, several.kind, one.count], [2, "summary", undefined]);
});

test("publishes each event by itself where it is asked to", async () => {
  const { pen, sent } = rig("sns:arn:topic", () => {}, "each");
  assert.equal([pen.traits.takesEach, pen.traits.canStorm], [true, false]);
  await pen.publish?.(memberWith({ sns: JSON.stringify({ ...SNS, body: "{}" }) }));
  assert.equal(
    sent.map(({ text }) => text),
    ["{}"],
  );
  if (pen.publish) await rejects(pen.publish(memberWith()), DeliveryError);
});

test("tells the bus of an event that could not be recorded", async () => {
  const { pen, sent } = rig("bus");
  await pen.post({ kind: "alone", head: HEAD }, PLACE);
  assert.equal(
    sent.map(({ text }) => text),
    ["began 1"],
  );
});

test("tells the bus of a window's begin and end, and of nothing in between", async () => {
  const { pen, sent } = rig("bus");
  for (const picture of [PARENT, REPLY, FINAL]) await pen.post(picture, PLACE);
  assert.equal(
    sent.map(({ text }) => text),
    ["began 2", "closed 2"],
  );
});

test.run();

/** The pen of a channel; what it sends, unless `onCall` throws. */
function rig(channel = "bus", onCall: () => void = () => {}, snsRepeats: "fold" | "each" = "fold") {
  const sent: Sent[] = [];
  const found: string[] = [];
  const send = async (it: Sent) => {
    onCall();
    sent.push(it);
  };
  const penOf = createPens({
    context: { accountNames: {}, ruleById: () => undefined },
    log: { info() {}, warn() {}, error() {}, metrics() {} },
    snsRepeats,
    slackApp: {
      async post(to, { text, blocks }, under, by) {
        const posted = by === undefined ? "post" : `post ${by.window} ${by.attempt}`;
        await send({
          by: blocks.length === 0 ? "plain" : posted,
          to,
          text,
          ...(under !== undefined && { under }),
        });
        return "1.1";
      },
      update: (to, under, { text }) => send({ by: "edit", to, text, under }),
      probe: async () => {},
      async find(to, { window }, since) {
        found.push(`${to} ${window} ${since}`);
        onCall();
        return "9.9";
      },
    },
    slackWebhooks: { post: (to, { text }) => send({ by: "webhook", to, text }) },
    topics: { publish: (to, { body }) => send({ by: "publish", to, text: body }) },
    alertBus: {
      put: (_head, { count }, state) => send({ by: "bus", to: "bus", text: `${state} ${count}` }),
    },
  });
  return { penOf, pen: penOf(channel) as Pen, sent, found };
}
