import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebClient,
} from "@slack/web-api";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { callSlack } from "../../../src/adapters/slack/web-api.ts";
import { DeliveryError, isNeverSent } from "../../../src/core/alert/delivery-error.ts";
import { type HttpStub, httpStub, type StubAnswer } from "../../support/http-stub.ts";

// Slack's own client is what calls are compared with: both get the same, and must send and tell the
// same.

const FIELDS = {
  channel: "C012",
  text: 'a&b=c +%20 é 😀 "quoted" \u2028',
  blocks: [{ type: "section", text: { type: "mrkdwn", text: "a &amp; b" } }],
  attachments: [],
  thread_ts: undefined,
  unfurl_links: false,
  limit: 200,
};

const TIMEOUT = 300;

let stub: HttpStub;

const test = suite("callSlack()");

test.before(async () => {
  stub = await httpStub();
});

test.after(() => stub.close());

const json = (fields: unknown, status = 200) => ({ status, body: JSON.stringify(fields) });

const ANSWERS: Readonly<Record<string, StubAnswer>> = {
  "a rate limit": { status: 429, headers: { "retry-after": "7" } },
  "a rate limit without time": { status: 429 },
  "a rate limit of no number": { status: 429, headers: { "retry-after": "soon" } },
  "a rate limit that stalls": { status: 429, headers: { "retry-after": "3" }, stall: true },
  "a server fault": { status: 503, body: "oops" },
  "a server fault in Slack's words": json({ ok: false, error: "internal_error" }, 500),
  "a gateway's timeout": { status: 504, body: "<html>" },
  "a request that took long": { status: 408 },
  "another success": json({ ok: true }, 201),
  "a redirect": { status: 302, headers: { location: "/elsewhere" } },
  "an unknown word": json({ ok: false, error: "new_word" }),
  "a channel that is none": json({ ok: false, error: "channel_not_found" }),
  "a token that is revoked": json({ ok: false, error: "token_revoked" }),
  "blocks it does not like": json({ ok: false, error: "invalid_blocks" }),
  "a parent that is gone": json({ ok: false, error: "thread_not_found" }),
  "no JSON": { body: "<html>" },
  "a word that is no JSON": { body: "server_error" },
  "null for an answer": { body: "null" },
  "a number for an answer": { body: "7" },
  "nothing for an answer": { body: "" },
  "an answer that stalls": { body: '{"ok":', stall: true },
  silence: { hang: true },
  success: json({ ok: true, ts: "1.1" }),
};

for (const [name, answer] of Object.entries(ANSWERS)) {
  test(`tells of ${name} what Slack's client does`, async () => {
    stub.answer = () => answer;
    const [expected, told] = [
      await outcomeOf(byClient(stub.url)),
      await outcomeOf(byCall(stub.url)),
    ];
    assert.equal(told, expected);
  });
}

test("tells of a refused connection what Slack's client does", async () => {
  const gone = await httpStub();
  await gone.close();
  const told = await outcomeOf(byCall(gone.url));
  assert.equal(told, await outcomeOf(byClient(gone.url)));
  assert.equal(told, { fault: "later", code: "request_failed", isUnsure: false, after: undefined });
});

test("sends what Slack's client sends, byte for byte", async () => {
  stub.answer = () => json({ ok: true });
  stub.requests.length = 0;
  await byClient(stub.url);
  await byCall(`${stub.url}/`);
  const [expected, sent] = stub.requests.map(({ headers, ...request }) => {
    const { "user-agent": _, ...others } = headers;
    return { ...request, headers: others };
  });
  assert.equal(sent, expected);
  assert.is(sent?.headers.authorization, "Bearer xoxb-s3cret");
});

test.run();

function byCall(apiUrl: string): Promise<unknown> {
  return callSlack("chat.postMessage", FIELDS, {
    token: "xoxb-s3cret",
    apiUrl,
    timeoutMilliseconds: TIMEOUT,
  });
}

function byClient(apiUrl: string): Promise<unknown> {
  const logger = Object.fromEntries(
    ["debug", "info", "warn", "error", "setLevel", "getLevel", "setName"].map((name) => [
      name,
      () => undefined,
    ]),
  );
  const client = new WebClient("xoxb-s3cret", {
    slackApiUrl: `${apiUrl}/`,
    timeout: TIMEOUT,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: logger as never,
  });
  return client.apiCall("chat.postMessage", FIELDS);
}

/** What a call comes to, in the words of a delivery. */
async function outcomeOf(answer: Promise<unknown>): Promise<unknown> {
  try {
    const { response_metadata: _, ...fields } = (await answer) as Record<string, unknown>;
    return fields;
  } catch (error) {
    assert.not.match(String((error as Error).stack), "s3cret");
    const { fault, code, isUnsure, retryAfterSeconds } =
      error instanceof DeliveryError ? error : meaningOf(error);
    return { fault, code, isUnsure, after: retryAfterSeconds };
  }
}

/** What an error of Slack's client means for a delivery. */
function meaningOf(error: unknown): DeliveryError {
  if (error instanceof WebAPIRateLimitedError) {
    return new DeliveryError("later", "ratelimited", { retryAfterSeconds: error.retryAfter });
  }
  if (error instanceof WebAPIHTTPError) {
    const isUnsure = [408, 504].includes(error.statusCode);
    return new DeliveryError("later", `http_${error.statusCode}`, { isUnsure });
  }
  if (error instanceof WebAPIPlatformError) {
    const code = /^[a-z0-9_]{1,80}$/.exec(error.data.error)?.[0] ?? "unreadable_answer";
    return new DeliveryError(FAULTS[code] ?? "later", code);
  }
  if (/retry header/i.test(String(error))) {
    return new DeliveryError("later", "ratelimited", { retryAfterSeconds: 30 });
  }
  return new DeliveryError("later", "request_failed", { isUnsure: !isNeverSent(error) });
}

const FAULTS: Readonly<Record<string, DeliveryError["fault"]>> = {
  channel_not_found: "refused",
  invalid_blocks: "content",
  thread_not_found: "gone",
  token_revoked: "auth",
};
