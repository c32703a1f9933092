import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dynamodbRecords } from "../../../src/adapters/aws/dynamodb-records.ts";
import { dynamodbTurns } from "../../../src/adapters/aws/dynamodb-turns.ts";
import { errandOf } from "../../../src/core/thread/errand.ts";
import type { ChannelTurns } from "../../../src/ports.ts";
import { type DynaliteTable, dynaliteTable } from "../../support/dynalite-table.ts";
import { type MemoryQueue, memoryQueue } from "../../support/memory-queue.ts";
import { rejects } from "../../support/rejects.ts";

let table: DynaliteTable;
let queue: MemoryQueue;
let now = 0;

const clock = { now: () => now, sleep: async () => {} };

/** A notifier's turns; all of them share table and queue. */
function turnsOf(tableName = table.tableName): ChannelTurns {
  const { client } = table;
  return dynamodbTurns({ client, tableName, queue: queue.client, queueUrl: queue.url, clock });
}

/** Has the answer to the next write that begins so lost on its way; the client then tries again. */
function loseAnswer(update: string): void {
  let isLost = false;
  table.client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { UpdateExpression } = args.input as { UpdateExpression?: string };
      if (isLost || !UpdateExpression?.startsWith(update)) return result;
      isLost = true;
      throw Object.assign(new Error("socket hang up"), { name: "TimeoutError" });
    },
    { step: "deserialize", priority: "high" },
  );
}

/** Has something done just before the next plan is written. */
function beforePlan(act: () => Promise<void>): void {
  let isDone = false;
  table.client.middlewareStack.add(
    (next) => async (args) => {
      const { UpdateExpression } = args.input as { UpdateExpression?: string };
      if (!isDone && UpdateExpression?.startsWith("SET #at")) {
        isDone = true;
        await act();
      }
      return next(args);
    },
    { step: "initialize" },
  );
}

/** Takes a turn that is free. */
async function taken(holder: string, turns = turnsOf()): Promise<number> {
  const turn = await turns.take("c", holder, 25);
  if (!turn.taken) throw new Error("it is not free");
  return turn.seq;
}

const turn = suite("dynamodbTurns()");

turn.before.each(async () => {
  table = await dynaliteTable();
  queue = await memoryQueue();
  now = 1_000_000;
});

turn.after.each(async () => {
  await table.close();
  await queue.close();
});

turn("rejects when the table cannot be reached", async () => {
  const gone = turnsOf("another");
  await rejects(gone.ask("c", now), Error);
  await rejects(gone.take("c", "me", 25), Error);
  await rejects(gone.release("c", "me", 0), Error);
  await rejects(gone.channels(), Error);
});

turn("rejects when no message can be sent, and plans nothing then", async () => {
  queue.fails = true;
  await rejects(turnsOf().ask("c", now), Error);
  queue.fails = false;
  await turnsOf().ask("c", now);
  assert.is(queue.sent.length, 1);
});

turn("sends one message, which says when it was planned for", async () => {
  await turnsOf().ask("c", now);
  assert.equal(
    queue.sent.map(({ body, delay }) => [errandOf(JSON.parse(body)), delay]),
    [[{ kind: "turn", channel: "c", at: now }, 0]],
  );
  assert.equal(await turnsOf().state("c"), { at: now });
});

turn("sends the message of a plan whose answer was lost", async () => {
  loseAnswer("SET #at");
  await turnsOf().ask("c", now);
  assert.is(queue.sent.length, 1);
});

turn("has let go when the answer to that was lost, and when another has the turn", async () => {
  const seq = await taken("me");
  loseAnswer("REMOVE holder");
  assert.is(await turnsOf().release("c", "me", seq), true);
  await taken("other");
  assert.is(await turnsOf().release("c", "me", seq), true);
  assert.is((await turnsOf().take("c", "third", 25)).taken, false);
});

turn("comes in time for one who asks while another plans a later turn", async () => {
  beforePlan(() => turnsOf().ask("c", now + 60_000));
  await turnsOf().ask("c", now);
  assert.equal(
    queue.sent.map(({ delay }) => delay),
    [60, 0],
  );
  assert.equal(await turnsOf().state("c"), { at: now });
});

turn("sends one message for 100 that ask at once", async () => {
  await Promise.all(Array.from({ length: 100 }, () => turnsOf().ask("c", now)));
  assert.is(queue.sent.length, 1);
  assert.is(await turnsOf().sequence("c"), 100);
});

turn("sends a message that is due sooner than the one that is planned", async () => {
  const turns = turnsOf();
  await turns.ask("c", now + 4_100);
  await turns.ask("c", now + 9_000);
  await turns.ask("c", now + 4_800);
  assert.equal(
    queue.sent.map(({ delay }) => delay),
    [5],
  );
  await turns.ask("c", now);
  await turns.ask("c", now + 300);
  assert.equal(
    queue.sent.map(({ delay }) => delay),
    [5, 0],
  );
});

turn("waits no longer than a queue can, and never for the past", async () => {
  await turnsOf().ask("c", now + 3_600_000);
  await turnsOf().ask("d", now - 3_600_000);
  assert.equal(
    queue.sent.map(({ delay }) => delay),
    [900, 0],
  );
});

turn("takes a message for lost that did not come in time", async () => {
  await turnsOf().ask("c", now);
  now += 30_000;
  await turnsOf().ask("c", now);
  assert.is(queue.sent.length, 1);
  now += 1;
  await turnsOf().ask("c", now);
  assert.is(queue.sent.length, 2);
});

turn("sends nothing while somebody draws, who cannot let go then", async () => {
  const seq = await taken("me");
  await turnsOf().ask("c", now);
  assert.is(queue.sent.length, 0);
  assert.not(await turnsOf().release("c", "me", seq));
  assert.ok(await turnsOf().release("c", "me", await turnsOf().sequence("c")));
  assert.equal(await turnsOf().state("c"), {});
});

turn("sends a message where whoever drew is over time", async () => {
  await taken("me");
  now += 25_001;
  await turnsOf().ask("c", now);
  assert.is(queue.sent.length, 1);
});

turn("is taken by one of many, the others hear until when", async () => {
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, i) => turnsOf().take("c", `h-${i}`, 25)),
  );
  assert.is(answers.filter((answer) => answer.taken).length, 1);
  for (const answer of answers) if (!answer.taken) assert.is(answer.until, now + 25_000);
});

turn("is taken again by its holder, whose first answer may be lost", async () => {
  await taken("me");
  now += 1_000;
  await taken("me");
  assert.equal(await turnsOf().state("c"), { until: now + 25_000 });
});

turn("is free once its lease is over, and lost to whom it belonged", async () => {
  const seq = await taken("dead");
  now += 25_000;
  assert.equal(await turnsOf().take("c", "next", 25), { taken: false, until: now });
  now += 1;
  await taken("next");
  assert.ok(await turnsOf().release("c", "dead", seq));
  assert.equal(await turnsOf().state("c"), { until: now + 25_000 });
});

turn("forgets the plan once it is taken, so that the next asker sends again", async () => {
  await turnsOf().ask("c", now + 5_000);
  const seq = await taken("me");
  assert.is(seq, 1);
  assert.ok(await turnsOf().release("c", "me", seq));
  await turnsOf().ask("c", now + 5_000);
  assert.is(queue.sent.length, 2);
});

turn("never lets go what was asked for while it was let go", async () => {
  for (let round = 0; round < 40; round++) {
    now += 60_000;
    const turns = turnsOf();
    const before = queue.sent.length;
    const seq = await taken("me");
    const [, released] = await Promise.all([turns.ask("c", now), turns.release("c", "me", seq)]);
    // Either the asker sent a message, or the drawer still has the turn and must look again.
    assert.is(queue.sent.length - before, released ? 1 : 0, `round ${round}`);
    if (!released) assert.ok(await turns.release("c", "me", await turns.sequence("c")));
  }
});

turn("lists the channels that were registered, more than one page of them", async () => {
  const random = () => "r";
  const { client, tableName } = table;
  const records = dynamodbRecords({ client, tableName, clock, random });
  const names = Array.from({ length: 30 }, (_, i) => `sns:${i}`.padEnd(900, "x"));
  for (const name of names) await records.register(name);
  assert.equal([...(await turnsOf().channels())].sort(), [...names].sort());
});

turn.run();
