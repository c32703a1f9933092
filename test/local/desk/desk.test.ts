import { ErrorCode } from "@slack/web-api";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { clientOf, startTestDesk } from "../../support/desk-client.ts";

const failing = suite("failNext()");

failing("answers 500 as often as ordered, then goes on", async () => {
  const desk = await startTestDesk();
  const client = clientOf(desk);
  desk.failNext({ kind: "server-error", times: 2 });
  const say = () => client.chat.postMessage({ channel: "C0SEC", text: "x" });
  assert.equal(
    [await codeOf(say()), await codeOf(say())],
    [ErrorCode.HTTPError, ErrorCode.HTTPError],
  );
  assert.is(await codeOf(say()), "ok");
  assert.is(desk.messages("C0SEC").length, 1);
  await desk.close();
});

failing("answers 429 with Retry-After", async () => {
  const desk = await startTestDesk();
  desk.failNext({ kind: "ratelimited", retryAfter: 7 });
  const error = await clientOf(desk)
    .chat.postMessage({ channel: "C0SEC", text: "x" })
    .catch((reason) => reason);
  assert.is(error.code, ErrorCode.RateLimitedError);
  assert.is(error.retryAfter, 7);
  await desk.close();
});

failing("hangs without having posted, or after", async () => {
  const desk = await startTestDesk();
  const client = clientOf(desk, { timeout: 50 });
  const say = () => codeOf(client.chat.postMessage({ channel: "C0SEC", text: "x" }));
  desk.failNext({ kind: "hang" });
  assert.is(await say(), ErrorCode.RequestError);
  assert.is(desk.messages("C0SEC").length, 0);
  desk.failNext({ kind: "lost-answer" });
  assert.is(await say(), ErrorCode.RequestError);
  assert.is(desk.messages("C0SEC").length, 1);
  await desk.close();
});

failing("closes the connection", async () => {
  const desk = await startTestDesk();
  desk.failNext({ kind: "disconnect" });
  assert.is(await codeOf(clientOf(desk).auth.test()), ErrorCode.RequestError);
  await desk.close();
});

failing("fails only the calls it names", async () => {
  const desk = await startTestDesk();
  const client = clientOf(desk);
  desk.failNext({ kind: "server-error", on: "chat.update" });
  const { ts = "" } = await client.chat.postMessage({ channel: "C0SEC", text: "x" });
  const update = () => codeOf(client.chat.update({ channel: "C0SEC", ts, text: "y" }));
  assert.equal([await update(), await update()], [ErrorCode.HTTPError, "ok"]);
  await desk.close();
});

failing.run();

const limited = suite("rate limit");

limited("holds a channel to its pace, and no other", async () => {
  let now = 1_700_000_000_000;
  const desk = await startTestDesk({ rateLimit: { perSecond: 1 }, now: () => now });
  const client = clientOf(desk);
  const say = (channel: string) => codeOf(client.chat.postMessage({ channel, text: "x" }));
  assert.is(await say("C0SEC"), "ok");
  assert.is(await say("C0SEC"), ErrorCode.RateLimitedError);
  assert.is(await say("#security-alerts"), ErrorCode.RateLimitedError);
  assert.is(await say("C0DEV"), "ok");
  now += 1000;
  assert.is(await say("C0SEC"), "ok");
  await desk.close();
});

limited("holds webhooks to it too", async () => {
  const desk = await startTestDesk({ rateLimit: { perSecond: 1 }, now: () => 0 });
  const say = () => fetch(desk.webhookUrl("security"), { method: "POST", body: '{"text":"x"}' });
  assert.is((await say()).status, 200);
  const answer = await say();
  assert.is(answer.status, 429);
  assert.is(answer.headers.get("retry-after"), "1");
  await desk.close();
});

limited.run();

const watched = suite("on()");

watched("tells of messages and edits until told to stop", async () => {
  const desk = await startTestDesk();
  const client = clientOf(desk);
  const heard: string[] = [];
  const stop = desk.on("message", ({ text }, channel) => heard.push(`${channel} ${text}`));
  desk.on("edit", ({ text }) => heard.push(`edit ${text}`));
  const { ts = "" } = await client.chat.postMessage({ channel: "C0SEC", text: "one" });
  await client.chat.update({ channel: "C0SEC", ts, text: "two" });
  stop();
  await client.chat.postMessage({ channel: "C0SEC", text: "three" });
  assert.equal(heard, ["C0SEC one", "edit two"]);
  await desk.close();
});

watched.run();

const naming = suite("names");

naming("refuses a channel or a webhook it has not", async () => {
  const desk = await startTestDesk();
  assert.throws(
    () => desk.messages("C0NONE"),
    /Cannot find channel as the desk has none: "C0NONE"/,
  );
  assert.throws(() => desk.webhookUrl("x"), /Cannot find webhook as the desk has none: "x"/);
  await desk.close();
});

naming.run();

function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "ok",
    (error) => error.code,
  );
}
