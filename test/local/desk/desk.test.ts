import { ErrorCode } from "@slack/web-api";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Desk } from "../../../src/local/desk/desk.ts";
import { SLACK_PACE } from "../../../src/local/desk/limits.ts";
import { clientOf, startTestDesk } from "../../support/desk-client.ts";

let desk: Desk;
let now: number;

/** A fresh desk for each test, closed even when the test fails: an open one would hold the run. */
function withDesk(options: Parameters<typeof startTestDesk>[0] = {}) {
  return {
    open: async () => {
      now = 1_700_000_000_000;
      desk = await startTestDesk(options);
    },
    close: () => desk.close(),
  };
}

const plain = withDesk();
const failing = suite("failNext()");
failing.before.each(plain.open);
failing.after.each(plain.close);

failing("answers 500 as often as ordered, then goes on", async () => {
  const client = clientOf(desk);
  desk.failNext({ kind: "server-error", times: 2 });
  const say = () => client.chat.postMessage({ channel: "C0SEC", text: "x" });
  assert.equal(
    [await codeOf(say()), await codeOf(say())],
    [ErrorCode.HTTPError, ErrorCode.HTTPError],
  );
  assert.is(await codeOf(say()), "ok");
  assert.is(desk.messages("C0SEC").length, 1);
});

failing("answers 429 with Retry-After", async () => {
  desk.failNext({ kind: "ratelimited", retryAfter: 7 });
  const error = await clientOf(desk)
    .chat.postMessage({ channel: "C0SEC", text: "x" })
    .catch((reason) => reason);
  assert.is(error.code, ErrorCode.RateLimitedError);
  assert.is(error.retryAfter, 7);
});

failing("hangs without having posted", async () => {
  desk.failNext({ kind: "hang" });
  const client = clientOf(desk, { timeout: 50 });
  const call = client.chat.postMessage({ channel: "C0SEC", text: "x" });
  assert.is(await codeOf(call), ErrorCode.RequestError);
  assert.is(desk.messages("C0SEC").length, 0);
});

failing("posts and never says so", async () => {
  desk.failNext({ kind: "lost-answer" });
  assert.is(await codeWithoutPatience("x"), ErrorCode.RequestError);
  assert.is(desk.messages("C0SEC").length, 1);
});

failing("posts and says so late", async () => {
  desk.failNext({ kind: "late-answer", seconds: 1 });
  assert.is(await codeWithoutPatience("x"), ErrorCode.RequestError);
  assert.is(desk.messages("C0SEC").length, 1);

  desk.failNext({ kind: "late-answer", seconds: 1 });
  const asked = performance.now();
  const patient = clientOf(desk).chat.postMessage({ channel: "C0SEC", text: "y" });
  assert.is(await codeOf(patient), "ok");
  // A timer may be a millisecond early.
  assert.ok(performance.now() - asked > 990);
});

failing("closes the connection", async () => {
  desk.failNext({ kind: "disconnect" });
  assert.is(await codeOf(clientOf(desk).auth.test()), ErrorCode.RequestError);
});

failing("fails only the calls it names", async () => {
  const client = clientOf(desk);
  desk.failNext({ kind: "server-error", on: "chat.update" });
  const { ts = "" } = await client.chat.postMessage({ channel: "C0SEC", text: "x" });
  const update = () => codeOf(client.chat.update({ channel: "C0SEC", ts, text: "y" }));
  assert.equal([await update(), await update()], [ErrorCode.HTTPError, "ok"]);
});

failing("keeps a fault up until it is taken back, the closer one first", async () => {
  const client = clientOf(desk);
  const post = () => codeOf(client.chat.postMessage({ channel: "C0SEC", text: "x" }));
  desk.faults.stand({ kind: "server-error" });
  desk.faults.stand({ kind: "ratelimited", on: "chat.postMessage" });
  assert.equal([await post(), await post()], Array(2).fill(ErrorCode.RateLimitedError));
  assert.is(await codeOf(client.auth.test()), ErrorCode.HTTPError);
  desk.faults.clear("chat.postMessage");
  assert.is(await post(), ErrorCode.HTTPError);
  desk.faults.clear();
  assert.is(await post(), "ok");
  desk.faults.stand({ kind: "disconnect" });
  desk.failNext({ kind: "hang", times: 3 });
  desk.faults.clearAll();
  assert.is(await post(), "ok");
  const counts = desk.conditions().calls.find(({ call }) => call === "chat.postMessage");
  assert.equal([counts?.calls, counts?.faulted, counts?.limited], [5, 3, 0]);
});

failing.run();

const paced = withDesk({ limits: { posts: { perSecond: 1 } }, now: () => now });
const limited = suite("rate limit");
limited.before.each(paced.open);
limited.after.each(paced.close);

limited("holds a channel to its pace, and no other", async () => {
  const client = clientOf(desk);
  const say = (channel: string) => codeOf(client.chat.postMessage({ channel, text: "x" }));
  assert.is(await say("C0SEC"), "ok");
  assert.is(await say("C0SEC"), ErrorCode.RateLimitedError);
  assert.is(await say("#security-alerts"), ErrorCode.RateLimitedError);
  assert.is(await say("C0DEV"), "ok");
  now += 1000;
  assert.is(await say("C0SEC"), "ok");
});

limited("holds webhooks to it too", async () => {
  const say = () => fetch(desk.webhookUrl("security"), { method: "POST", body: '{"text":"x"}' });
  assert.is((await say()).status, 200);
  const answer = await say();
  assert.is(answer.status, 429);
  assert.is(answer.headers.get("retry-after"), "1");
});

limited.run();

const slack = withDesk({ limits: SLACK_PACE, now: () => now });
const asSlack = suite("SLACK_PACE");
asSlack.before.each(slack.open);
asSlack.after.each(slack.close);

asSlack(
  "take fifty edits in any minute, over all channels, and say when the next is taken",
  async () => {
    const client = clientOf(desk);
    const posted = await Promise.all(
      ["C0SEC", "C0DEV"].map((channel) => client.chat.postMessage({ channel, text: "x" })),
    );
    let edits = 0;
    const edit = () => {
      const { channel = "", ts = "" } = posted[edits++ % 2] ?? {};
      return client.chat.update({ channel, ts, text: `x ${edits}` }).then(
        () => 0,
        (error) => error.retryAfter,
      );
    };
    for (let second = 0; second < 50; second++) {
      assert.is(await edit(), 0);
      now += 1000;
    }
    assert.is(await edit(), 10);
    now += 9999;
    assert.is(await edit(), 1);
    now += 1;
    assert.is(await edit(), 0);
    assert.is(await edit(), 1);
    const counts = desk.conditions().calls.find(({ call }) => call === "chat.update");
    assert.equal([counts?.calls, counts?.limited, counts?.limitedLately], [54, 3, 3]);
    now += 60_000;
    const later = desk.conditions().calls.find(({ call }) => call === "chat.update");
    assert.equal([later?.limited, later?.limitedLately], [3, 0]);
  },
);

asSlack("take a short burst of messages in a channel, then one a second", async () => {
  const client = clientOf(desk);
  const say = () => codeOf(client.chat.postMessage({ channel: "C0SEC", text: "x" }));
  const burst = [await say(), await say(), await say(), await say()];
  assert.equal(burst, ["ok", "ok", "ok", ErrorCode.RateLimitedError]);
  const rules = desk.conditions().calls.map(({ call, rule }) => [call, rule]);
  assert.equal(
    rules.filter(([, rule]) => rule !== undefined),
    [
      ["chat.postMessage", "1 a second and channel, 3 at once"],
      ["chat.update", "50 a minute, all channels together"],
      ["conversations.history", "50 a minute, all channels together"],
      ["conversations.replies", "50 a minute, all channels together"],
      ["webhook", "1 a second and channel, 3 at once"],
    ],
  );
});

asSlack.run();

const watched = suite("on()");
watched.before.each(plain.open);
watched.after.each(plain.close);

watched("tells of messages and edits until told to stop", async () => {
  const client = clientOf(desk);
  const heard: string[] = [];
  const stop = desk.on("message", ({ text }, channel) => heard.push(`${channel} ${text}`));
  desk.on("edit", ({ text }) => heard.push(`edit ${text}`));
  const { ts = "" } = await client.chat.postMessage({ channel: "C0SEC", text: "one" });
  await client.chat.update({ channel: "C0SEC", ts, text: "two" });
  stop();
  await client.chat.postMessage({ channel: "C0SEC", text: "three" });
  assert.equal(heard, ["C0SEC one", "edit two"]);
});

watched.run();

const naming = suite("names");
naming.before.each(plain.open);
naming.after.each(plain.close);

naming("refuses a channel or a webhook it has not", async () => {
  assert.throws(
    () => desk.messages("C0NONE"),
    /Cannot find channel as the desk has none: "C0NONE"/,
  );
  assert.throws(() => desk.webhookUrl("x"), /Cannot find webhook as the desk has none: "x"/);
});

naming.run();

/** What became of a call that is given up once it has posted: by no clock, which a busy machine would outrun. */
async function codeWithoutPatience(text: string): Promise<string> {
  const abort = new AbortController();
  const posted = new Promise((resolve) => desk.on("message", resolve));
  const client = clientOf(desk, {
    timeout: 120_000,
    fetch: (url, init) => fetch(url, { ...init, signal: either(abort.signal, init?.signal) }),
  });
  const call = codeOf(client.chat.postMessage({ channel: "C0SEC", text }));
  await Promise.race([posted, call]);
  abort.abort();
  return await call;
}

function either(a: AbortSignal, b: AbortSignal | null | undefined): AbortSignal {
  return AbortSignal.any(b ? [a, b] : [a]);
}

function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "ok",
    (error) => error.code,
  );
}
