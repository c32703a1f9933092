import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DeliveryError } from "../../../src/core/alert/delivery-error.ts";
import { parentMessage, plainMessage } from "../../../src/core/slack/subject.ts";
import type { Outcome } from "../../../src/notifier/delivery/delivery.ts";
import { deliverAlone, putDown, sendSlack, takeUp } from "../../../src/notifier/delivery/run.ts";
import { deliveryOf, runRig } from "../../support/delivery-run.ts";
import { rejects } from "../../support/rejects.ts";

const DELIVERY = deliveryOf("e-1");
const KEY = DELIVERY.claimKey;
const LATER: Outcome = { kind: "later", reason: "r", afterSeconds: 5 };

const claims = suite("takeUp() and putDown()");

claims("take up what nobody has, and nothing else", async () => {
  const { run, memory } = runRig();
  assert.equal(await takeUp(DELIVERY, run), { delivery: DELIVERY, lease: "lease-0" });
  assert.equal(await takeUp(DELIVERY, run), { kind: "busy" });
  await memory.claims.complete(KEY);
  assert.equal(await takeUp(DELIVERY, run), { kind: "repeated" });
});

claims("take up all without a lease while the table is down", async () => {
  const { run, memory } = runRig();
  memory.fail = true;
  assert.equal(await takeUp(DELIVERY, run), { delivery: DELIVERY, lease: undefined });
});

for (const kind of ["posted", "folded"] as const) {
  claims(`remember what was ${kind}`, async () => {
    const { run } = runRig();
    const work = await takeUp(DELIVERY, run);
    assert.not("kind" in work);
    const outcome = { kind, plain: true } as const;
    assert.equal(await putDown(work as never, outcome, run), outcome);
    assert.equal(await takeUp(DELIVERY, run), { kind: "repeated" });
  });
}

claims("say that a delivery was made without protection, by lease or by table", async () => {
  const without = runRig();
  const lost = { delivery: DELIVERY, lease: undefined };
  const unthreaded = { kind: "posted", unthreaded: true };
  assert.equal(await putDown(lost, { kind: "posted" }, without.run), unthreaded);
  assert.equal(await takeUp(DELIVERY, without.run), { kind: "repeated" });
  const down = runRig();
  const work = await takeUp(DELIVERY, down.run);
  down.memory.fail = true;
  await down.run.table.claim("other");
  assert.equal(await putDown(work as never, { kind: "posted" }, down.run), unthreaded);
});

claims("let others at what was not delivered", async () => {
  const { run, memory } = runRig();
  const work = await takeUp(DELIVERY, run);
  assert.is(await putDown(work as never, LATER, run), LATER);
  assert.is(memory.claimItems.size, 0);
});

claims("release nothing that was not leased", async () => {
  const { run, memory } = runRig();
  await memory.claims.claim(KEY);
  memory.fail = true;
  assert.is(await putDown({ delivery: DELIVERY, lease: undefined }, LATER, run), LATER);
  assert.not(run.table.isDown, "the table is not asked");
});

claims.run();

const alone = suite("deliverAlone()");

alone("posts to a channel what its subject is as a parent", async () => {
  const { run, calls } = runRig();
  assert.equal(await deliverAlone(DELIVERY, run), { kind: "posted" });
  const message = parentMessage(DELIVERY.subject, run.messageContext);
  assert.equal(calls, [{ name: "post", to: "C1", message }]);
});

alone("posts to a webhook", async () => {
  const { run, calls } = runRig();
  const destination = { kind: "slack-webhook", secretId: "hook" } as const;
  assert.equal(await deliverAlone({ ...DELIVERY, destination }, run), { kind: "posted" });
  const message = parentMessage(DELIVERY.subject, run.messageContext);
  assert.equal(calls, [{ name: "webhook", to: "hook", message }]);
});

alone("publishes to a topic", async () => {
  const { run, calls } = runRig();
  const destination = { kind: "sns", topicArn: "arn" } as const;
  assert.equal(await deliverAlone({ ...DELIVERY, destination }, run), { kind: "posted" });
  assert.equal(calls, [{ name: "publish", to: "arn", message: DELIVERY.sns() }] as never);
});

alone("says that it was plain text that passed", async () => {
  const made = runRig();
  made.onCall = ({ message }) => {
    if (message.blocks.length > 0) throw new DeliveryError("content", "invalid_blocks");
  };
  assert.equal(await deliverAlone(DELIVERY, made.run), { kind: "posted", plain: true });
  const message = plainMessage(DELIVERY.subject, made.run.messageContext);
  assert.equal(made.calls, [{ name: "post", to: "C1", message }]);
  assert.equal(made.logged, [
    [
      "error",
      "Slack refuses a message: it goes out as plain text",
      { error: new DeliveryError("content", "invalid_blocks") },
    ],
  ]);
});

for (const error of [
  new DeliveryError("refused", "is_archived"),
  new DeliveryError("later", "http_500"),
  new Error("socket"),
]) {
  alone(`tries once what fails by ${error.message}`, async () => {
    const made = runRig();
    let calls = 0;
    made.onCall = () => {
      calls++;
      throw error;
    };
    assert.equal(await deliverAlone(DELIVERY, made.run), made.run.line.outcomeOf(error));
    assert.is(calls, 1);
  });
}

alone("is refused where plain text does not pass either", async () => {
  const made = runRig();
  made.onCall = () => {
    throw new DeliveryError("content", "no_text");
  };
  assert.equal(await deliverAlone(DELIVERY, made.run), { kind: "refused", reason: "no_text" });
});

alone.run();

const sending = suite("sendSlack()");

sending("makes each call as it is told, the plain one too", async () => {
  const { run } = runRig();
  const message = parentMessage(DELIVERY.subject, run.messageContext);
  const sent: unknown[] = [];
  const send = async (one: typeof message) => {
    sent.push(one);
    if (sent.length === 1) throw new DeliveryError("content", "invalid_blocks");
    return "answer";
  };
  let called = 0;
  const answer = await sendSlack(DELIVERY.subject, message, run, send, (make) => {
    called++;
    return make();
  });
  assert.equal(answer, { answer: "answer", plain: true });
  assert.equal(sent, [message, plainMessage(DELIVERY.subject, run.messageContext)]);
  assert.is(called, 2);
  assert.equal(await sendSlack(DELIVERY.subject, message, run, async () => "a"), { answer: "a" });
});

sending("holds the line where it is not told how", async () => {
  const { run } = runRig();
  const message = parentMessage(DELIVERY.subject, run.messageContext);
  const limited = new DeliveryError("later", "ratelimited", { retryAfterSeconds: 30 });
  const send = () => Promise.reject(limited);
  await rejects(
    sendSlack(DELIVERY.subject, message, run, send, (make) => make()),
    DeliveryError,
  );
  assert.is(run.line.held(), undefined);
  await rejects(sendSlack(DELIVERY.subject, message, run, send), DeliveryError);
  assert.is(run.line.held()?.kind, "later");
});

sending.run();
