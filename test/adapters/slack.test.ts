import { inspect } from "node:util";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { slackApp } from "../../src/adapters/slack/app.ts";
import { slackWebhooks } from "../../src/adapters/slack/webhook.ts";
import { DeliveryError } from "../../src/core/alert/delivery-error.ts";
import type { SlackMessage } from "../../src/core/slack/block.ts";
import type { Secrets } from "../../src/ports.ts";
import { type HttpStub, httpStub, type StubAnswer } from "../support/http-stub.ts";
import { rejects } from "../support/rejects.ts";

const MESSAGE: SlackMessage = {
  text: "fallback",
  blocks: [{ type: "section", text: { type: "mrkdwn", text: "a &amp; b" } }],
  attachments: [],
  unfurl_links: false,
  unfurl_media: false,
};

let stub: HttpStub;

const open = async () => {
  stub = await httpStub();
};
const close = () => stub.close();
const ok = (fields = {}) => ({
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ ok: true, ts: "1769213160.000100", ...fields }),
});
const error = (code: string) => ({ body: JSON.stringify({ ok: false, error: code }) });

const app = suite("slackApp()");
app.before(open);
app.after(close);
app.before.each(() => {
  stub.requests.length = 0;
});

function client(secrets: Secrets = secretsOf("xoxb-first"), timeoutMilliseconds = 120_000) {
  return slackApp({ secrets, tokenSecretId: "token", apiUrl: stub.url, timeoutMilliseconds });
}

const faults: [what: string, answer: StubAnswer, fault: string, code: string, after?: number][] = [
  ["a rate limit", { status: 429, headers: { "retry-after": "7" } }, "later", "ratelimited", 7],
  ["a rate limit without time", { status: 429 }, "later", "ratelimited", 30],
  ["a server fault", { status: 503, body: "oops" }, "later", "http_503"],
  ["an unknown word", error("new_word"), "later", "new_word"],
  ["an unknown channel", error("channel_not_found"), "refused", "channel_not_found"],
  ["blocks it does not like", error("invalid_blocks"), "content", "invalid_blocks"],
  ["a parent that is gone", error("thread_not_found"), "gone", "thread_not_found"],
  ["no JSON", { body: "<html>" }, "later", "unreadable_answer"],
];

for (const [what, answer, fault, code, after] of faults) {
  app(`tells ${what} as ${fault}, after one call`, async () => {
    stub.answer = () => answer;
    const failure = await rejects(client().post("C012", MESSAGE), DeliveryError);
    assert.equal([failure.fault, failure.code, failure.retryAfterSeconds], [fault, code, after]);
    assert.is(stub.requests.length, 1);
  });
}

app("gives up a call in time", async () => {
  stub.answer = () => ({ hang: true });
  const failure = await rejects(client(secretsOf("xoxb"), 50).post("C012", MESSAGE), DeliveryError);
  assert.is(failure.fault, "later");
});

app("tells a refused connection as later", async () => {
  const dead = await httpStub();
  await dead.close();
  const lost = slackApp({ secrets: secretsOf("t"), tokenSecretId: "token", apiUrl: dead.url });
  assert.is((await rejects(lost.post("C012", MESSAGE), DeliveryError)).fault, "later");
});

app("posts message and reply with the token and without unfurling", async () => {
  stub.answer = () => ok();
  const { post } = client();
  assert.is(await post("C012", MESSAGE), "1769213160.000100");
  await post("C012", MESSAGE, "1769213160.000100");
  const [first, second] = stub.requests.map(({ body }) => new URLSearchParams(body));
  assert.is(stub.requests[0]?.path, "/chat.postMessage");
  assert.is(stub.requests[0]?.headers.authorization, "Bearer xoxb-first");
  assert.equal(JSON.parse(first?.get("blocks") ?? ""), MESSAGE.blocks);
  assert.is(first?.get("unfurl_links"), "false");
  assert.is(first?.get("thread_ts"), null);
  assert.is(second?.get("thread_ts"), "1769213160.000100");
});

app("edits a message", async () => {
  stub.answer = () => ok();
  await client().update("C012", "1.1", MESSAGE);
  assert.is(stub.requests[0]?.path, "/chat.update");
  assert.is(new URLSearchParams(stub.requests[0]?.body).get("ts"), "1.1");
});

app("reads the token once, and again when Slack does not take it", async () => {
  const secrets = secretsOf('{"botToken":"xoxb-old"}', '{"botToken":"xoxb-new"}');
  stub.answer = ({ headers }) =>
    headers.authorization === "Bearer xoxb-new" ? ok() : error("token_revoked");
  const { post } = client(secrets);
  await post("C012", MESSAGE);
  await post("C012", MESSAGE);
  assert.is(stub.requests.length, 3);
  assert.equal(secrets.reads, [false, true, false]);
});

app("tells that it is not known when the fresh token is the same", async () => {
  stub.answer = () => error("invalid_auth");
  const failure = await rejects(client().post("C012", MESSAGE), DeliveryError);
  assert.equal([failure.fault, failure.code], ["auth", "invalid_auth"]);
});

app(
  "tells an unreadable secret as later, a wrong one as auth, an unnamed one as refused",
  async () => {
    const broken: Secrets = { get: () => Promise.reject(new Error("AccessDenied")) };
    assert.is((await rejects(client(broken).post("C", MESSAGE), DeliveryError)).fault, "later");
    const wrong = client(secretsOf('{"a":"1","b":"2"}'));
    assert.is((await rejects(wrong.post("C", MESSAGE), DeliveryError)).fault, "auth");
    const unnamed = slackApp({ secrets: secretsOf("x"), tokenSecretId: undefined });
    assert.is((await rejects(unnamed.post("C", MESSAGE), DeliveryError)).fault, "refused");
  },
);

app("tells whether a message may have been posted although no answer came", async () => {
  const unsure = async (answer: StubAnswer, apiUrl = stub.url) => {
    const timeoutMilliseconds = "hang" in answer ? 50 : 60_000;
    stub.answer = () => answer;
    const app = slackApp({
      secrets: secretsOf("x"),
      tokenSecretId: "t",
      apiUrl,
      timeoutMilliseconds,
    });
    return (await rejects(app.post("C", MESSAGE), DeliveryError)).isUnsure;
  };
  assert.equal(
    [
      await unsure({ hang: true }),
      await unsure({ status: 504, body: "gateway" }),
      await unsure({ status: 503, body: "oops" }),
      await unsure(error("channel_not_found")),
      await unsure({}, "http://127.0.0.1:59997/"),
    ],
    [true, true, false, false, false],
  );
});

app("probes without a message", async () => {
  stub.answer = () => ok();
  await client().probe();
  assert.equal(
    stub.requests.map(({ path }) => path),
    ["/auth.test"],
  );
});

app("finds a message by what it was posted for", async () => {
  const posted = { window: "w-1", attempt: "a" };
  stub.answer = () => ok();
  await client().post("C012", MESSAGE, undefined, posted);
  const { metadata } = Object.fromEntries(new URLSearchParams(stub.requests[0]?.body));
  stub.answer = () =>
    ok({
      messages: [
        { ts: "1.1" },
        { ts: "2.2", metadata: { event_type: "other", event_payload: posted } },
        { ts: "3.3", metadata: JSON.parse(metadata ?? "") },
      ],
    });
  assert.is(await client().find("C012", posted, 1_700_000_000_000), "3.3");
  assert.is(await client().find("C012", { ...posted, window: "w-2" }, 0), undefined);
  const { oldest } = Object.fromEntries(new URLSearchParams(stub.requests[1]?.body));
  assert.is(oldest, "1699999995");
});

app("has no token in any error", async () => {
  for (const [, answer] of faults) {
    stub.answer = () => answer;
    const failure = await rejects(
      client(secretsOf("xoxb-s3cret")).post("C", MESSAGE),
      DeliveryError,
    );
    assert.not.match(inspect(failure, { depth: 20, showHidden: true }), "s3cret");
  }
});

app.run();

const hooks = suite("slackWebhooks()");
hooks.before(open);
hooks.after(close);
hooks.before.each(() => {
  stub.requests.length = 0;
});

const hookFaults: typeof faults = [
  ["a rate limit", { status: 429, headers: { "retry-after": "4" } }, "later", "ratelimited", 4],
  ["a server fault", { status: 500, body: "server_error" }, "later", "server_error"],
  ["blocks it does not like", { status: 400, body: "invalid_blocks" }, "content", "invalid_blocks"],
  ["a body it cannot read", { status: 400, body: "invalid_payload" }, "content", "invalid_payload"],
  [
    "an archived channel",
    { status: 410, body: "channel_is_archived" },
    "refused",
    "channel_is_archived",
  ],
  ["a removed webhook", { status: 404, body: "no_service" }, "auth", "no_service"],
  [
    "what its team forbids",
    { status: 403, body: "action_prohibited" },
    "refused",
    "action_prohibited",
  ],
  ["an unknown refusal", { status: 403, body: "<html>no</html>" }, "later", "http_403"],
  ["a proxy's page", { status: 200, body: "<html>sign in</html>" }, "later", "http_200"],
  ["a redirect", { status: 302, headers: { location: "/x" } }, "later", "request_failed"],
];

for (const [what, answer, fault, code, after] of hookFaults) {
  hooks(`tells ${what} as ${fault}`, async () => {
    stub.answer = () => answer;
    const address = `${stub.url}/services/T0/B0/s3cret`;
    const failure = await rejects(
      slackWebhooks(secretsOf(address)).post("hook", MESSAGE),
      DeliveryError,
    );
    assert.equal([failure.fault, failure.code, failure.retryAfterSeconds], [fault, code, after]);
    assert.not.match(inspect(failure, { depth: 20, showHidden: true }), "s3cret");
  });
}

hooks("posts the message as JSON", async () => {
  stub.answer = () => ({ body: "ok" });
  await slackWebhooks(secretsOf(`{"url":"${stub.url}/services/a"}`)).post("hook", MESSAGE);
  assert.is(stub.requests[0]?.path, "/services/a");
  assert.equal(JSON.parse(stub.requests[0]?.body ?? ""), MESSAGE);
});

hooks("reads a rotated address again", async () => {
  stub.answer = ({ path }) =>
    path === "/new" ? { body: "ok" } : { status: 404, body: "no_service" };
  await slackWebhooks(secretsOf(`${stub.url}/old`, `${stub.url}/new`)).post("hook", MESSAGE);
  assert.equal(
    stub.requests.map(({ path }) => path),
    ["/old", "/new"],
  );
});

hooks("gives up a call in time", async () => {
  stub.answer = () => ({ hang: true });
  const slow = slackWebhooks(secretsOf(`${stub.url}/x`), { timeoutMilliseconds: 50 });
  assert.is((await rejects(slow.post("hook", MESSAGE), DeliveryError)).code, "timeout");
});

hooks("refuses a secret that holds no address, without quoting it", async () => {
  const failure = await rejects(
    slackWebhooks(secretsOf("s3cret")).post("hook", MESSAGE),
    DeliveryError,
  );
  assert.is(failure.fault, "auth");
  assert.not.match(inspect(failure, { depth: 20, showHidden: true }), "s3cret");
});

hooks.run();

/** Secrets that hold the last text once it was asked for afresh. */
function secretsOf(...texts: readonly string[]): Secrets & { readonly reads: boolean[] } {
  const reads: boolean[] = [];
  return {
    reads,
    async get(_id, { fresh = false } = {}) {
      reads.push(fresh);
      return (reads.includes(true) ? texts.at(-1) : texts[0]) ?? "";
    },
  };
}
