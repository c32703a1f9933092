/**
 * `npm run campaign:planted [-- name …]`: shows that the campaign finds bugs. Each is planted in a
 * copy of the sources, where some seeds of a scenario run as they do everywhere; one that none of
 * them finds is named, and the exit status is 1. Prints one line of JSON per bug.
 */

import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Bug {
  readonly name: string;
  /** Below src. */
  readonly file: string;
  /** What stands there, once each, and what is planted instead. */
  readonly edits: readonly (readonly [right: string, wrong: string])[];
  readonly scenario: string;
  readonly seeds: string;
  /** Of the scenario's load. @default all */
  readonly share?: number;
}

const BUGS: readonly Bug[] = [
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
      [
        "const members = part.map((it) =>",
        "const members = part.filter((it) => it.isNew).map((it) =>",
      ],
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
        'if (result === undefined || "error" in result) return { kind: "later" };',
        'if (result === undefined || "error" in result) return { kind: "known" };',
      ],
    ],
    scenario: "faults",
    seeds: "1..60",
  },
  {
    name: "a mark is renewed whatever was marked meanwhile",
    file: "adapters/aws/drawing/dynamodb-marks.ts",
    edits: [
      [
        'version === undefined ? "attribute_exists(pk)" : "version = :version",',
        'version === undefined ? "attribute_exists(pk)" : "version = :version OR attribute_exists(pk)",',
      ],
    ],
    scenario: "storm-1",
    seeds: "1",
    share: 0.1,
  },
  {
    name: "nobody sweeps",
    file: "notifier/draw/sweep.ts",
    edits: [
      [
        "if (marks.length > 0 && !isHeld && !isPlanned) {",
        "if (marks.length < 0 && !isHeld && !isPlanned) {",
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
    edits: [["return rank === 0 ? 24 : rank === 1 ? 12 : 5;", "return rank === 0 ? 24 : 1_000;"]],
    scenario: "storm-500",
    seeds: "1",
    share: 0.1,
  },
  {
    name: "nobody waits after an answer that never came",
    file: "core/thread/failure.ts",
    edits: [
      [
        'pace: pacedAfterTrouble(pace, isUnsure ? "unsure" : "down", now)',
        'pace: isUnsure ? pace : pacedAfterTrouble(pace, "down", now)',
      ],
    ],
    scenario: "late-answers",
    seeds: "1",
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
];

const root = new URL("../..", import.meta.url).pathname;
const wanted = process.argv.slice(2);
let missed = 0;
for (const bug of BUGS.filter(({ name }) => wanted.every((part) => name.includes(part)))) {
  const { found, said } = plant(bug);
  if (!found) missed++;
  console.log(JSON.stringify({ bug: bug.name, file: bug.file, found, said }));
}
process.exitCode = missed === 0 ? 0 : 1;

function plant({ file, edits, scenario, seeds, share = 1 }: Bug): { found: boolean; said: string } {
  const folder = mkdtempSync(join(tmpdir(), "planted-bug-"));
  try {
    for (const part of [
      "src",
      "infra",
      "test/support",
      "test/campaign",
      "package.json",
      "tsconfig.json",
    ]) {
      cpSync(join(root, part), join(folder, part), { recursive: true });
    }
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    const path = join(folder, "src", file);
    let text = readFileSync(path, "utf8");
    for (const [right, wrong] of edits) {
      if (text.split(right).length !== 2) throw new Error(`"${right}" must stand once in ${file}`);
      text = text.replace(right, () => wrong);
    }
    writeFileSync(path, text);
    const script = "test/campaign/campaign.ts";
    const args = ["--import", "tsx", script, "--scenario", scenario, "--seeds", seeds];
    args.push("--share", String(share), "--first", "--json");
    const { stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
      timeout: 600_000,
    });
    const last = stdout.trim().split("\n").at(-1) ?? "";
    const { failed } = JSON.parse(last) as { failed: readonly number[] };
    // A run that broke off tells nothing of what the checks can see.
    const said = stderr
      .split("\n")
      .find((line) => /^ {2}\S/.test(line) && !line.includes("broke off"));
    return {
      found: failed.length > 0 && said !== undefined,
      said: (said ?? "").trim().slice(0, 300),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
