import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Desk, startDesk } from "../../src/local/desk/desk.ts";
import { deskMemory } from "../../src/local/desk-state.ts";
import { startStack } from "../../src/local/stack.ts";
import type { Stack } from "../../src/local/stack-types.ts";
import { openStateFolder, type StateFolder } from "../../src/local/state/state-folder.ts";
import type { Wiring } from "../../src/local/wiring/wiring.ts";
import { clientConfig } from "../support/client-config.ts";
import { clientOf, TOKEN } from "../support/desk-client.ts";
import { eventually } from "../support/eventually.ts";
import { rejects } from "../support/rejects.ts";
import { toyFunction } from "../support/toy-function.ts";

const test = suite("a stack that goes on from its state folder");

const CHANNELS = [{ id: "C0SEC", name: "security-alerts" }];

/** Hangs as long as the file named in its environment says so. */
const HANGING = toyFunction(
  `while (existsSync(process.env.HANG)) await new Promise((resolve) => setTimeout(resolve, 10));
   console.log(JSON.stringify(event.Records.map(({ body, s3 }) => body ?? s3.object.key)));`,
  'import { existsSync } from "node:fs";',
);

let root = "";
let hang = "";
let wiring: Wiring;
let count = 0;
const open: (() => Promise<unknown>)[] = [];

test.before.each(() => {
  root = mkdtempSync(join(tmpdir(), "trailbridge-restart-"));
  hang = join(root, "hang");
  wiring = {
    functions: [
      { name: "worker", modulePath: HANGING, timeoutSeconds: 900, environment: { HANG: hang } },
      { name: "reader", modulePath: HANGING, timeoutSeconds: 900, environment: { HANG: hang } },
    ],
    queues: [{ name: "work", visibilityTimeoutSeconds: 600 }, { name: "plain" }],
    eventSourceMappings: [{ queue: "work", function: "worker", batchSize: 1 }],
    buckets: [{ name: "logs", notifications: [{ events: ["s3:*"], function: "reader" }] }],
    topics: [{ name: "alerts" }],
    tables: [{ name: "table", key: "pk", sortKey: "sk" }],
  };
});
test.after.each(async () => {
  rmSync(hang, { force: true });
  for (const close of open.splice(0).reverse()) await close();
  rmSync(root, { recursive: true });
});

/** Starts on a folder. */
async function start(folder: string, on = wiring): Promise<{ stack: Stack; state: StateFolder }> {
  const state = await openStateFolder(folder);
  open.push(async () => state.close());
  const stack = await startStack({ wiring: on, state, failedVisibilitySeconds: 0.01 });
  open.push(() => stack.close());
  return { stack, state };
}

/** A folder as a kill at this moment would leave it. */
function killed(folder: string): string {
  const copy = join(root, `killed-${++count}`);
  cpSync(folder, copy, { recursive: true });
  return copy;
}

test("has the messages of its queues, with what they wait for and how often they came", async () => {
  const folder = join(root, "state");
  const { stack } = await start(folder);
  const sqs = new SQSClient(clientConfig(stack));
  const QueueUrl = stack.queueUrl("plain");
  const send = (MessageBody: string, DelaySeconds = 0) =>
    sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, DelaySeconds }));
  await send("received");
  await sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 300 }));
  await send("delayed", 900);
  await send("visible ü😀");
  sqs.destroy();
  const before = stack.messages("plain");

  const { stack: again } = await start(killed(folder));

  const shape = (messages: typeof before) =>
    messages
      .map(({ id, body, md5, sentAt, receiveCount }) => ({ id, body, md5, sentAt, receiveCount }))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  assert.equal(shape(again.messages("plain")), shape(before));
  const depth = again.report().queues.find(({ queue }) => queue === "plain");
  assert.equal(
    [depth?.visible, depth?.invisible, depth?.delayed],
    [1, 2, 1],
    "received ones stay hidden from others",
  );
});

test("gives a function again what it had in hand, and tells it of objects it was at", async () => {
  writeFileSync(hang, "");
  const folder = join(root, "state");
  const { stack } = await start(folder);
  const sqs = new SQSClient(clientConfig(stack));
  await sqs.send(
    new SendMessageCommand({ QueueUrl: stack.queueUrl("work"), MessageBody: "in hand" }),
  );
  sqs.destroy();
  await stack.putObject("logs", "a/ü key", "content");
  const depth = () => stack.report().queues.find(({ queue }) => queue === "work")?.invisible;
  await eventually(depth, 1);
  const left = killed(folder);
  rmSync(hang);

  const { stack: again } = await start(left);
  await again.idle();

  assert.equal(again.logLines("worker"), ['["in hand"]']);
  assert.equal(again.logLines("reader"), ['["a/%C3%BC+key"]']);
  assert.equal(again.messages("work"), []);
  const third = await start(killed(left));
  await third.stack.idle();
  assert.equal(third.stack.logLines("reader"), [], "what has ended does not begin again");
});

test("has its objects, tables and what topics were told", async () => {
  const folder = join(root, "state");
  const { stack } = await start(folder);
  await stack.putObject("logs", "kept", "old");
  await stack.putObject("logs", "kept", "new");
  await stack.putObject("logs", "empty", "");
  await stack.putObject("logs", "gone", "x");
  stack.deleteObject("logs", "gone");
  await stack.idle();
  const client = new DynamoDBClient(clientConfig(stack));
  const Key = { pk: { S: "p" }, sk: { S: "s" } };
  await client.send(new PutItemCommand({ TableName: "table", Item: { ...Key, n: { N: "7" } } }));
  client.destroy();
  await fetch(stack.endpointUrl, {
    method: "POST",
    body: new URLSearchParams({
      Action: "Publish",
      TopicArn: stack.topicArn("alerts"),
      Message: '{"default":"d","email":"e"}',
      MessageStructure: "json",
    }),
  });
  const left = killed(folder);
  writeFileSync(join(left, "objects", "orphan"), "of a write that was never answered");

  const { stack: again } = await start(left);

  const get = async (key: string) => {
    const answer = await fetch(`${again.endpointUrl}/logs/${key}`);
    return answer.ok ? answer.text() : answer.status;
  };
  assert.equal([await get("kept"), await get("empty"), await get("gone")], ["new", "", 404]);
  assert.is(readdirSync(join(left, "objects")).length, 2, "and no other files");
  assert.is(again.putBefore("logs", "gone"), "9dd4e461268c8034f5c8564e155c67a6");
  assert.is(again.putBefore("logs", "never"), undefined);
  const reader = new DynamoDBClient(clientConfig(again));
  const { Item } = await reader.send(new GetItemCommand({ TableName: "table", Key }));
  reader.destroy();
  assert.is(Item?.n?.N, "7");
  assert.equal(again.snsMessages(), stack.snsMessages());
  assert.is(again.snsCounts().get("alerts"), 1);
  await again.putObject("logs", "kept", "newest");
  assert.is(await get("kept"), "newest");
});

test("says which object has lost its content", async () => {
  const folder = join(root, "state");
  const { stack } = await start(folder);
  await stack.putObject("logs", "a", "content");
  await stack.idle();
  const cut = killed(folder);
  const [file = ""] = readdirSync(join(cut, "objects"));
  writeFileSync(join(cut, "objects", file), "cont");
  const shorter = await rejects(start(cut), Error);
  assert.match(shorter.message, /content of s3:\/\/logs\/a must have 7 bytes: it has 4/);
  const gone = killed(folder);
  rmSync(join(gone, "objects", file));
  assert.match((await rejects(start(gone), Error)).message, /must have 7 bytes: it is gone/);
});

test("does nothing that it cannot keep any more", async () => {
  const folder = join(root, "state");
  const { stack, state } = await start(folder);
  await stack.putObject("logs", "a", "content");
  await stack.idle();
  state.close();
  assert.throws(() => stack.deleteObject("logs", "a"), /Cannot keep what happens/);
  const { stack: again } = await start(killed(folder));
  again.deleteObject("logs", "a");
  await again.idle();
  assert.is(again.logLines("reader").filter((line) => line.includes('"a"')).length, 1);
});

test("says which table cannot be gone on with, and what to do", async () => {
  const folder = join(root, "state");
  await start(folder);
  const damaged = killed(folder);
  writeFileSync(join(damaged, "tables", "CURRENT"), "garbage\n");
  assert.match((await rejects(start(damaged), Error)).message, /tables .* must be whole: .+ Use a/);
  const emptied = killed(folder);
  rmSync(join(emptied, "tables"), { recursive: true });
  assert.match((await rejects(start(emptied), Error)).message, /table "table" is gone/);
  const others = { ...wiring, tables: [{ name: "table", key: "pk" }] };
  const err = await rejects(start(killed(folder), others), Error);
  assert.match(err.message, /its keys must be pk: those kept are pk, sk/);
});

test("says what the settings no longer have", async () => {
  writeFileSync(hang, "");
  const folder = join(root, "state");
  const { stack } = await start(folder);
  const sqs = new SQSClient(clientConfig(stack));
  await sqs.send(new SendMessageCommand({ QueueUrl: stack.queueUrl("plain"), MessageBody: "x" }));
  sqs.destroy();
  const others = { ...wiring, queues: [{ name: "work" }] };
  const err = await rejects(start(killed(folder), others), Error);
  assert.match(err.message, /its work must have queue "plain": these settings have none/);
});

test("has what was said at its desk, with threads, edits, counts and later timestamps", async () => {
  const folder = join(root, "state");
  const startOn = async (on: string): Promise<Desk> => {
    const state = await openStateFolder(on);
    open.push(async () => state.close());
    const desk = await startDesk({ token: TOKEN, channels: CHANNELS, memory: deskMemory(state) });
    open.push(() => desk.close());
    return desk;
  };
  const desk = await startOn(folder);
  const client = clientOf(desk);
  const channel = "C0SEC";
  const { ts = "" } = await client.chat.postMessage({ channel, text: "parent" });
  await client.chat.postMessage({ channel, text: "reply", thread_ts: ts });
  await client.chat.postMessage({
    channel,
    text: "broadcast",
    thread_ts: ts,
    reply_broadcast: true,
  });
  await client.chat.update({ channel, ts, text: "edited" });

  const again = await startOn(killed(folder));

  assert.equal(again.threads(channel), desk.threads(channel));
  assert.equal(again.counts(channel), desk.counts(channel));
  const { ts: later = "" } = await clientOf(again).chat.postMessage({
    channel,
    text: "another reply",
    thread_ts: ts,
  });
  assert.ok(later > (desk.messages(channel).at(-1)?.ts ?? ""));
  assert.is(again.threads(channel)[0]?.parent.reply_count, 3);
});

test.run();
