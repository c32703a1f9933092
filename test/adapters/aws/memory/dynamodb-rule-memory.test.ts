import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dynamodbRuleMemory } from "../../../../src/adapters/aws/memory/dynamodb-rule-memory.ts";
import { viewOfRecord } from "../../../../src/core/expression/event-view.ts";
import { memoryPartition } from "../../../../src/core/memory/memory-key.ts";
import type { Several } from "../../../../src/core/memory/several.ts";
import type { Observation } from "../../../../src/core/memory/sighting.ts";
import { createRecall } from "../../../../src/notifier/memory/recall.ts";
import type { RuleMemory } from "../../../../src/ports.ts";
import { type DynaliteTable, dynaliteTable } from "../../../support/dynalite-table.ts";
import { memoryRuleMemory } from "../../../support/memory-rule-memory.ts";
import { createRandom } from "../../../support/random.ts";
import { ruleOf } from "../../../support/rules.ts";

const START = Date.UTC(2026, 0, 24);
const NOW = START + 3_600_000;
const SECOND = 1_000;

let table: DynaliteTable;

const rule = ruleOf("many", { threshold: { count: 8, within: 60 * SECOND, by: ["userName"] } });

const memories: readonly [name: string, make: () => RuleMemory][] = [
  [
    "dynamodbRuleMemory()",
    () => dynamodbRuleMemory({ ...table, clock: { now: () => NOW, sleep: async () => {} } }),
  ],
  ["the memory of tests", () => memoryRuleMemory().memory],
];

for (const [name, make] of memories) {
  const test = suite(name);
  let memory: RuleMemory;

  test.before(async () => {
    table = await dynaliteTable();
    memory = make();
  });

  test.after(() => table.close());

  test("keeps an event once, and tells another in its place from it", async () => {
    assert.is(await memory.keep(seen("k", "a", 5), 60), "own");
    assert.is(await memory.keep(seen("k", "a", 5), 60), "own");
    assert.is(await memory.keep({ ...seen("k", "b", 5), place: "a" }, 60), "other");
    assert.equal(await memory.sightings("many", "k", START, NOW), [seen("k", "a", 5).sighting]);
  });

  test("reads the events of a key from one time to another, both included", async () => {
    for (const second of [1, 2, 3, 4, 5]) await memory.keep(seen("t", `e${second}`, second), 60);
    await memory.keep(seen("other", "x", 3), 60);
    const found = await memory.sightings("many", "t", START + 2 * SECOND, START + 4 * SECOND);
    assert.equal(
      found.map(({ identity }) => identity),
      ["e2", "e3", "e4"],
    );
    assert.equal(await memory.sightings("many", "t", -60 * SECOND, START), []);
  });

  test("fires by the version that was read, and by no older one", async () => {
    const alert: Several = { first: START, last: START + SECOND, sightings: [], firedBy: "a" };
    assert.equal(await memory.fired("many", "f"), { version: 0, alerts: [] });
    const first = { version: 0, alerts: [alert] };
    assert.equal(
      [await memory.fire("many", "f", first, 60), await memory.fire("many", "f", first, 60)],
      [true, false],
    );
    assert.equal(await memory.fired("many", "f"), { version: 1, alerts: [alert] });
    assert.is(await memory.fire("many", "f", { version: 1, alerts: [alert, alert] }, 60), true);
    assert.is((await memory.fired("many", "f")).version, 2);
  });

  test("remembers a value for whoever knew what was remembered of it", async () => {
    const one = { identity: "a", first: START, last: START };
    const later = { ...one, last: NOW };
    assert.is(await memory.value("many", "v", "eu-west-1"), undefined);
    assert.is(await memory.meet("many", "v", "eu-west-1", { from: undefined, to: one }, 60), true);
    assert.is(
      await memory.meet("many", "v", "eu-west-1", { from: undefined, to: later }, 60),
      false,
    );
    assert.equal(await memory.value("many", "v", "eu-west-1"), one);
    assert.is(await memory.meet("many", "v", "eu-west-1", { from: one, to: later }, 60), true);
    assert.is(await memory.meet("many", "v", "eu-west-1", { from: one, to: one }, 60), false);
    assert.is(await memory.value("many", "v", "eu-west-2"), undefined);
  });

  test("knows when learning began, whoever asks", async () => {
    assert.is(await memory.learnedSince("many", "l", START, 60), START);
    assert.is(await memory.learnedSince("many", "l", NOW, 60), START);
    assert.is(await memory.learnedSince("many", "m", NOW, 60), NOW);
  });

  test("has ten notifiers at once alert once, with the events of the first full window", async () => {
    const clock = { now: () => 0, sleep: async () => {} };
    const log = { info() {}, warn() {}, error() {}, metrics() {} };
    for (const seed of [1, 2, 3]) {
      const random = createRandom(seed);
      const events = random.some(
        Array.from({ length: 8 }, (_, n) => `s${seed}-${n}`),
        8,
      );
      const queue = [...events, ...random.some(events, 4)].map((identity) => ({
        rules: [rule],
        event: {
          identity,
          time: START + SECOND * Number(identity.split("-")[1]),
          view: viewOfRecord({ userName: `ada-${seed}`, eventName: "A" }),
        },
      }));
      const tellers = new Set<string>();
      const work = async () => {
        const recall = createRecall({ memory, clock, log });
        for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
          const answer = (await recall([one], Number.POSITIVE_INFINITY)).get(one);
          assert.equal(answer?.unanswered, []);
          const told = answer?.alerts.get("many");
          if (told === undefined) continue;
          tellers.add(one.event.identity);
          assert.equal(
            told.alert.sightings.map(({ identity }) => identity),
            [0, 1, 2, 3, 4, 5, 6, 7].map((n) => `s${seed}-${n}`),
          );
        }
      };
      await Promise.all(Array.from({ length: 10 }, work));
      assert.is(tellers.size, 1, [...tellers].join(" "));
    }
  });

  if (name.startsWith("dynamodb")) {
    test("says when what it writes may be forgotten", async () => {
      await memory.keep(seen("e", "a", 5), 86_460);
      const Key = {
        pk: { S: memoryPartition("many", "e") },
        sk: { S: "event#2026-01-24T00:00:05.000Z#a" },
      };
      const input = { TableName: table.tableName, Key };
      const { Item } = await table.client.send(new GetItemCommand(input));
      assert.is(Item?.expiresAt?.N, String(NOW / 1_000 + 86_460));
    });
  }

  test.run();
}

function seen(key: string, identity: string, second: number): Observation {
  const sighting = { identity, time: START + second * SECOND, eventName: "A" };
  return { rule, key, by: [], sighting, place: identity };
}
