import type { PlantedBug } from "../support/planted-bug.ts";

/** A bug, and which seeds of a scenario are to find it. */
export interface CampaignBug extends PlantedBug {
  readonly scenario: string;
  readonly seeds: string;
  /** Of the scenario's load. @default all */
  readonly share?: number;
}

/** Bugs that the campaign must find. */
export const BUGS: readonly CampaignBug[] = [
  {
    name: "an event that is claimed already is taken into the window at hand",
    file: "adapters/aws/dynamodb-records.ts",
    edits: [
      [
        "return { isNew: found.token?.S === token, ...placeOf(found) };",
        "return { isNew: true, ...place };",
      ],
      ["return found && placeOf(found);", "return found && undefined;"],
    ],
    scenario: "faults",
    seeds: "1..60",
  },
  {
    name: "a claim whose event was not added is taken for recorded",
    file: "notifier/record/record-thread.ts",
    edits: [
      ["const members = group.map((", "const members = group.filter((it) => it.isNew).map(("],
    ],
    scenario: "faults",
    seeds: "1..60",
  },
  {
    name: "two who begin a thread at once have a window each",
    file: "adapters/aws/dynamodb-records.ts",
    edits: [
      [
        '"attribute_not_exists(pk) OR closesAt <= :now"',
        '"attribute_not_exists(pk) OR closesAt <= :now OR attribute_exists(pk)"',
      ],
    ],
    scenario: "race",
    seeds: "1",
  },
  {
    name: "what cannot be recorded is done",
    file: "notifier/record/recorder.ts",
    edits: [
      [
        'return result.isClaimed ? { kind: "recorded", unasked: true } : { kind: "later" };',
        'return { kind: "known" };',
      ],
    ],
    scenario: "faults",
    seeds: "1..60",
  },
  {
    name: "a message that was to be posted is taken for posted",
    file: "notifier/sheet/post-sheet.ts",
    edits: [
      [
        "found ?? (await pen.post(sheet.picture, place))",
        'found ?? (drawn.attempt === undefined ? await pen.post(sheet.picture, place) : "")',
      ],
    ],
    scenario: "faults",
    seeds: "1..60",
  },
  {
    name: "only the first part of a window is counted",
    file: "adapters/aws/drawing/dynamodb-drawings.ts",
    edits: [
      [
        "Array.from({ length: shards }, (_, shard) =>",
        "Array.from({ length: Math.min(1, shards) }, (_, shard) =>",
      ],
    ],
    scenario: "table-errors",
    seeds: "1",
  },
  {
    name: "a storm forgets what comes to its windows later",
    file: "notifier/draw/join-storm.ts",
    edits: [
      [
        "await drawings.putStormTally(storm.id, window, tally);",
        "if (drawn?.storm !== storm.id) await drawings.putStormTally(storm.id, window, tally);",
      ],
    ],
    scenario: "storm-500",
    seeds: "1",
    share: 0.1,
  },
  {
    name: "every thread of a storm is a message of its own",
    file: "core/thread/storm.ts",
    edits: [
      [
        "return rank === 0 ? critical : rank === 1 ? high : 5;",
        "return rank === 0 ? critical : 1_000;",
      ],
    ],
    scenario: "storm-500",
    seeds: "1",
    share: 0.1,
  },
  {
    name: "the last state of a thread is never drawn",
    file: "core/thread/drawing-calls.ts",
    edits: [
      [
        'if (isClosed || at <= now) calls.push("edit");',
        'if (!isClosed && at <= now) calls.push("edit");',
      ],
    ],
    scenario: "faults",
    seeds: "1..60",
  },
  {
    name: "an entry that EventBridge refused is taken for published",
    file: "adapters/aws/eventbridge-bus.ts",
    edits: [
      [
        "if (ErrorCode === undefined && EventId !== undefined) return [];",
        "if (ErrorCode) return [];",
      ],
    ],
    scenario: "faults",
    seeds: "1..60",
  },
  {
    name: "what an event was counted in is forgotten after a minute",
    file: "core/thread/table-key.ts",
    edits: [["export const KEEP_SECONDS = 30 * 86_400;", "export const KEEP_SECONDS = 60;"]],
    scenario: "faults",
    seeds: "1..60",
  },
];
