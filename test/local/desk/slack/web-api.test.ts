import type { WebClient } from "@slack/web-api";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Desk } from "../../../../src/local/desk/desk.ts";
import { clientOf, refusalOf, startTestDesk, TOKEN } from "../../../support/desk-client.ts";

let desk: Desk;
let client: WebClient;

async function open(): Promise<void> {
  desk = await startTestDesk();
  client = clientOf(desk);
}

const close = (): Promise<void> => desk.close();

const section = (text: string) => ({ type: "section", text: { type: "mrkdwn", text } });

const auth = suite("auth.test");
auth.before(open);
auth.after(close);

auth("refuses a call without a token, or with another", async () => {
  const call = (token: string) => refusalOf(clientOf(desk, {}, token).auth.test());
  assert.is((await call("")).error, "not_authed");
  assert.is((await call("xoxb-other")).error, "invalid_auth");
});

auth("says whose token it is", async () => {
  const answer = await client.auth.test();
  assert.is(answer.user, "trailbridge");
  assert.is(answer.bot_id, "B0TRAILBRIDGE");
});

auth("takes a token in the body, as forms may send it", async () => {
  const body = new URLSearchParams({ token: TOKEN });
  const answer = await fetch(`${desk.apiUrl}auth.test`, { method: "POST", body });
  assert.is(((await answer.json()) as { ok: boolean }).ok, true);
});

auth("refuses a method it does not know", async () => {
  assert.is((await refusalOf(client.apiCall("constructor"))).error, "unknown_method");
});

auth.run();

const post = suite("chat.postMessage");
post.before(open);
post.after(close);

const REFUSED: [what: string, args: Record<string, unknown>, error: string][] = [
  ["no channel", { text: "x" }, "invalid_arguments"],
  ["an unknown channel", { channel: "C0NONE", text: "x" }, "channel_not_found"],
  ["an archived channel", { channel: "C0OLD", text: "x" }, "is_archived"],
  ["a channel the app is not in", { channel: "C0OUT", text: "x" }, "not_in_channel"],
  ["nothing to say", { channel: "C0SEC" }, "no_text"],
  ["empty blocks and text", { channel: "C0SEC", text: " ", blocks: [] }, "no_text"],
  ["blocks that are no list", { channel: "C0SEC", blocks: "{" }, "invalid_blocks_format"],
  ["wrong blocks", { channel: "C0SEC", blocks: [{ type: "x" }] }, "invalid_blocks"],
  [
    "wrong blocks in an attachment",
    { channel: "C0SEC", attachments: [{ blocks: [{ type: "x" }] }] },
    "invalid_attachments",
  ],
  [
    "more than a hundred attachments",
    { channel: "C0SEC", attachments: Array(101).fill({ text: "x" }) },
    "too_many_attachments",
  ],
  [
    "metadata without a type",
    { channel: "C0SEC", text: "x", metadata: { a: 1 } },
    "invalid_metadata_format",
  ],
  [
    "a thread that is no timestamp",
    { channel: "C0SEC", text: "x", thread_ts: "soon" },
    "invalid_thread_ts",
  ],
];

for (const [what, args, error] of REFUSED) {
  post(`refuses ${what}`, async () => {
    assert.is((await refusalOf(client.apiCall("chat.postMessage", args))).error, error);
  });
}

post("says what is wrong with blocks where Slack says it", async () => {
  const call = client.chat.postMessage({
    channel: "C0SEC",
    text: "x",
    blocks: [section("x".repeat(3001))],
  });
  assert.equal((await refusalOf(call)).response_metadata?.messages, [
    "[ERROR] failed to match all allowed schemas [json-pointer:/blocks/0/text]",
    "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
  ]);
});

post("keeps what it was given, and shows it back", async () => {
  const answer = await client.chat.postMessage({
    channel: "#security-alerts",
    text: "Root activity",
    blocks: [section("*Root* did it")],
    attachments: [{ color: "#cc0000", text: "x" }],
    metadata: { event_type: "alert", event_payload: { id: "1" } },
    unfurl_links: false,
    unfurl_media: false,
  });
  assert.is(answer.channel, "C0SEC");
  const kept = desk.messages("C0SEC").at(-1);
  assert.is(kept?.ts, answer.ts);
  assert.is(kept?.text, "Root activity");
  assert.match(JSON.stringify(kept?.blocks), /\*Root\* did it/);
  assert.equal(kept?.attachments, [{ id: 1, color: "#cc0000", text: "x" }]);
  assert.equal(kept?.metadata, { event_type: "alert", event_payload: { id: "1" } });
  assert.is(answer.message?.bot_profile?.name, "trailbridge");
});

post("takes JSON as well as forms", async () => {
  const answer = await fetch(`${desk.apiUrl}chat.postMessage`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${TOKEN}`,
      "content-type": "application/json; charset=utf-8",
    },
    body: JSON.stringify({ channel: "C0SEC", blocks: [section("as JSON")] }),
  });
  assert.is(((await answer.json()) as { ok: boolean }).ok, true);
});

post("cuts a text at 40,000 characters, with a warning", async () => {
  const answer = await client.chat.postMessage({ channel: "C0SEC", text: "x".repeat(40_001) });
  assert.is(answer.message?.text?.length, 40_000);
  assert.equal(answer.response_metadata?.warnings, ["message_truncated"]);
});

post("makes a thread of replies and keeps count on the parent", async () => {
  const parent = await client.chat.postMessage({ channel: "C0DEV", text: "parent" });
  const first = await client.chat.postMessage({
    channel: "C0DEV",
    text: "1",
    thread_ts: parent.ts,
  });
  // A reply to a reply belongs to the parent's thread.
  const second = await client.chat.postMessage({
    channel: "C0DEV",
    text: "2",
    thread_ts: first.ts,
  });
  assert.is(second.message?.thread_ts, parent.ts);
  const thread = desk.threads("C0DEV").at(-1);
  assert.is(thread?.parent.reply_count, 2);
  assert.is(thread?.parent.latest_reply, second.ts);
  assert.equal(
    thread?.replies.map(({ text }) => text),
    ["1", "2"],
  );
});

post(
  "posts outside any thread when the parent does not exist, and says so only by leaving thread_ts out",
  async () => {
    const answer = await client.chat.postMessage({
      channel: "C0DEV",
      text: "x",
      thread_ts: "1700000000.000100",
    });
    assert.is(answer.message?.thread_ts, undefined);
    assert.is(desk.threads("C0DEV").at(-1)?.parent.ts, answer.ts);
  },
);

post.run();

const update = suite("chat.update");
update.before(open);
update.after(close);

async function posted(): Promise<string> {
  const { ts } = await client.chat.postMessage({
    channel: "C0SEC",
    text: "old",
    blocks: [section("old")],
  });
  return ts ?? "";
}

update("refuses a message that is not there", async () => {
  const call = client.chat.update({ channel: "C0SEC", ts: "1700000000.000100", text: "x" });
  assert.is((await refusalOf(call)).error, "message_not_found");
});

update("refuses a message someone else wrote", async () => {
  const { ts } = desk.say("C0SEC", "on it", { user: "U0ADA" });
  const call = client.chat.update({ channel: "C0SEC", ts, text: "x" });
  assert.is((await refusalOf(call)).error, "cant_update_message");
});

update("refuses nothing, wrong blocks, and more text than it takes", async () => {
  const ts = await posted();
  const errorOf = async (args: Record<string, unknown>) =>
    (await refusalOf(client.apiCall("chat.update", { channel: "C0SEC", ts, ...args }))).error;
  assert.is(await errorOf({}), "no_text");
  assert.is(await errorOf({ blocks: [{ type: "x" }] }), "invalid_blocks");
  assert.is(await errorOf({ text: "x".repeat(4001) }), "msg_too_long");
  assert.is(desk.messages("C0SEC").at(-1)?.text, "old");
});

update("replaces blocks without a mark, as Slack does", async () => {
  const ts = await posted();
  const answer = await client.chat.update({
    channel: "C0SEC",
    ts,
    text: "new",
    blocks: [section("new")],
  });
  assert.is(answer.text, "new");
  const kept = desk.messages("C0SEC").at(-1);
  assert.match(JSON.stringify(kept?.blocks), /new/);
  assert.is(kept?.edited, undefined);
});

update("drops the blocks when given text alone, and marks the edit", async () => {
  const ts = await posted();
  await client.chat.update({ channel: "C0SEC", ts, text: "new" });
  const kept = desk.messages("C0SEC").at(-1);
  assert.is(kept?.blocks, undefined);
  assert.is(kept?.edited?.user, "U0TRAILBRIDGE");
});

update("leaves a thread's count alone", async () => {
  const ts = await posted();
  await client.chat.postMessage({ channel: "C0SEC", text: "reply", thread_ts: ts });
  await client.chat.update({ channel: "C0SEC", ts, text: "new", blocks: [section("new")] });
  assert.is(desk.threads("C0SEC").at(-1)?.parent.reply_count, 1);
});

update.run();

const read = suite("conversations.*");
read.before(open);
read.after(close);

read("lists the channels", async () => {
  const { channels } = await client.conversations.list();
  assert.equal(
    channels?.map(({ name, is_archived, is_member }) => [name, is_archived, is_member]),
    [
      ["security-alerts", false, true],
      ["dev-alerts", false, true],
      ["old-alerts", true, true],
      ["not-ours", false, false],
    ],
  );
});

read("shows what metadata holds only when that is asked for", async () => {
  const metadata = { event_type: "alert", event_payload: { window: "w-1", attempt: 2 } };
  const channel = "C0DEV";
  const { ts = "" } = await client.chat.postMessage({ channel, text: "with", metadata });
  await client.chat.postMessage({ channel, text: "reply", thread_ts: ts, metadata });
  const shown = async (include_all_metadata?: boolean) => {
    const all = include_all_metadata === undefined ? {} : { include_all_metadata };
    const history = await client.conversations.history({ channel, limit: 1, ...all });
    const replies = await client.conversations.replies({ channel, ts, ...all });
    return [...(history.messages ?? []), ...(replies.messages ?? [])].map((it) => it.metadata);
  };
  assert.equal(await shown(true), Array(3).fill(metadata));
  assert.equal(await shown(), Array(3).fill({ event_type: "alert" }));

  const changed = { event_type: "alert", event_payload: { window: "w-1", attempt: 3 } };
  await client.chat.update({ channel, ts, text: "changed", metadata: changed });
  await client.chat.update({ channel, ts, text: "changed again" });
  assert.equal((await shown(true))[0], changed);
});

read("refuses a method whose scope the token lacks", async () => {
  const lesser = await startTestDesk({ scopes: ["chat:write"] });
  try {
    const app = clientOf(lesser);
    await app.chat.postMessage({ channel: "C0DEV", text: "x" });
    const refusal = await refusalOf(app.conversations.history({ channel: "C0DEV" }));
    assert.is(refusal.error, "missing_scope");
    assert.match(JSON.stringify(refusal), '"needed":"channels:history"');
  } finally {
    await lesser.close();
  }
});

read("pages through a history, newest first, without replies", async () => {
  for (const text of ["1", "2", "3"]) await client.chat.postMessage({ channel: "C0SEC", text });
  const [first] = desk.messages("C0SEC");
  await client.chat.postMessage({ channel: "C0SEC", text: "reply", thread_ts: first?.ts });
  const texts: unknown[] = [];
  for await (const page of client.paginate("conversations.history", {
    channel: "C0SEC",
    limit: 2,
  })) {
    texts.push(
      ...(page as unknown as { messages: { text: string }[] }).messages.map(({ text }) => text),
    );
  }
  assert.equal(texts, ["3", "2", "1"]);
});

read("gives a thread, parent first; a reply finds it too", async () => {
  const [first] = desk.messages("C0SEC");
  const reply = desk.messages("C0SEC").at(-1);
  for (const ts of [first?.ts, reply?.ts]) {
    const { messages } = await client.conversations.replies({ channel: "C0SEC", ts: ts ?? "" });
    assert.equal(
      messages?.map(({ text }) => text),
      ["1", "reply"],
    );
  }
  const call = client.conversations.replies({ channel: "C0SEC", ts: "1.000000" });
  assert.is((await refusalOf(call)).error, "thread_not_found");
});

read("gives a message's permalink into the page", async () => {
  const [first] = desk.messages("C0SEC");
  const { permalink } = await client.chat.getPermalink({
    channel: "C0SEC",
    message_ts: first?.ts ?? "",
  });
  assert.is(permalink, `${desk.url}#C0SEC/${first?.ts}`);
});

read.run();
