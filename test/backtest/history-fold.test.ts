import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { RUNTIME_DEFAULTS } from "../../infra/shared/defaults.ts";
import { readRuleSet } from "../../src/adapters/rule-folder.ts";
import { FoldWitness } from "../../src/backtest/fold-witness.ts";
import { HistoryFold } from "../../src/backtest/history-fold.ts";
import { createJudgeFile } from "../../src/cli/backtest/judge-file.ts";
import { deliveryTimeOf } from "../../src/core/backtest/delivery-time.ts";
import type { FoundEvent } from "../../src/core/backtest/found-event.ts";
import { MAX_REQUEST_BYTES } from "../../src/core/entry/bus-entry.ts";
import { ALL_TIME } from "../../src/core/notification/period.ts";
import type { Drawn } from "../../src/core/thread/drawn.ts";
import type { WindowHead } from "../../src/core/thread/window.ts";
import { World } from "../campaign/world.ts";
import { runsLong, SHARED } from "../support/shared.ts";

const CHANNEL = "C0DEFAULT";
const DESTINATIONS = {
  slackTokenSecretId: "campaign-token",
  defaults: { slackChannel: CHANNEL },
  routes: [],
};
const RULE_SET = readRuleSet(
  { packs: ["default"], directories: [], ignoreDirectories: [], disable: [], eventsToTrack: [] },
  ".",
);

/** A log file and when it was delivered. */
interface Delivered {
  readonly path: string;
  readonly key: string;
  readonly at: number;
}

/** What became of one thread in one channel. */
type Thread = readonly [channel: string, key: string, openedAt: string, drawn: unknown];

/** What is compared: every thread, and the calls to each channel. */
interface Outcome {
  readonly threads: readonly Thread[];
  readonly calls: Readonly<Record<string, number>>;
}

/** @param delay Milliseconds that an event takes from its file's delivery to the notifier. */
function threadOf(head: WindowHead, drawn: Drawn | undefined, delay: number): Thread {
  const { as, count, told, replies, isEnded } = drawn ?? {};
  const openedAt = new Date(head.openedAt - delay).toISOString();
  return [head.channel, head.threadKey, openedAt, { as, count, told, replies, isEnded }];
}

function inOrder(threads: readonly Thread[]): readonly Thread[] {
  return [...threads].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** The whole deployment, fed the files at their delivery times. */
async function simulated(files: readonly Delivered[]): Promise<Outcome> {
  const start = files[0]?.at ?? 0;
  const world = new World({
    seed: 1,
    isSteady: true,
    start,
    ruleSet: RULE_SET,
    destinations: DESTINATIONS,
  });
  try {
    for (const { path, key, at } of files) world.putObject(at, key, () => readFileSync(path));
    const last = files.at(-1)?.at ?? 0;
    await world.runTo(last + 60_000);
    const { windowSeconds } = world;
    await world.runTo(last + 4 * windowSeconds * 1_000);
    assert.equal([world.slack.limited, world.slack.refused], [[], []]);
    const threads: Thread[] = [];
    for (const { sk, item, pk } of world.table.store.itemsOf("window#")) {
      if (sk !== "head") continue;
      const head: WindowHead = JSON.parse(String(item.head?.S));
      const drawn = world.table.store.get(pk, "drawn")?.json?.S;
      const state = drawn === undefined ? undefined : JSON.parse(String(drawn));
      threads.push(threadOf(head, state, World.STEADY_DELAY));
    }
    const posts = world.slack.changes.filter(({ kind }) => kind === "post");
    const isReply = ({ message }: (typeof posts)[number]) =>
      message.thread_ts !== undefined && message.thread_ts !== message.ts;
    return {
      threads: inOrder(threads),
      calls: {
        posts: posts.filter((it) => !isReply(it)).length,
        replies: posts.filter(isReply).length,
        edits: world.slack.changes.length - posts.length,
        bus: world.bus.others.filter(({ detailType }) => detailType === "Trailbridge Alert").length,
      },
    };
  } finally {
    world.end();
  }
}

/** The same files, judged and folded as a backtest does. */
async function folded(files: readonly Delivered[]): Promise<Outcome> {
  const entries = { includeRecord: true, maxBytes: MAX_REQUEST_BYTES };
  const self = ["trailbridge-splitter", "trailbridge-notifier"];
  const judgeFile = createJudgeFile({
    sets: [{ ruleSet: RULE_SET, self, publish: "all", entries }],
    bucket: "campaign-logs",
    period: ALL_TIME,
  });
  const events: FoundEvent[] = [];
  for (const { path, key } of files) {
    const file = { path, name: key, isNamed: true, isRegular: true };
    await judgeFile(
      file,
      () => {
        throw new Error("A log file is read at once");
      },
      (_set, event) => events.push(event),
    );
  }
  const heads: WindowHead[] = [];
  const drawings = new Map<string, Drawn>();
  const witness = new FoldWitness({
    opened: (head) => heads.push(head),
    drawn: (head, drawn) => drawings.set(head.id, drawn),
  });
  const settings = { ...RUNTIME_DEFAULTS, destinations: DESTINATIONS };
  const start = files[0]?.at ?? 0;
  const fold = new HistoryFold({ config: { ruleSet: RULE_SET, settings }, start, witness });
  for (const event of events) await fold.add(event);
  await fold.end();
  assert.equal([...witness.complaints], []);
  const slack = witness.channels.get(`slack:${CHANNEL}`)?.calls;
  return {
    threads: inOrder(heads.map((head) => threadOf(head, drawings.get(head.id), 0))),
    calls: {
      posts: slack?.posts ?? 0,
      replies: slack?.replies ?? 0,
      edits: slack?.edits ?? 0,
      bus: witness.channels.get("bus")?.calls.posts ?? 0,
    },
  };
}

const test = suite("HistoryFold");

if (runsLong(test, "a real trail, folded and simulated")) {
  let folder = "";
  test.before(() => {
    folder = mkdtempSync(join(tmpdir(), "trailbridge-test-"));
    const archives = readdirSync(`${SHARED}corpus/native`);
    for (const name of archives) {
      execFileSync("tar", ["xzf", `${SHARED}corpus/native/${name}`, "-C", folder]);
    }
  });
  test.after(() => rmSync(folder, { recursive: true }));

  test("has the threads and messages that the whole deployment has, each one", async () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry): Delivered => {
        const path = join(entry.parentPath, entry.name);
        return { path, key: relative(folder, path), at: deliveryTimeOf(path) ?? 0 };
      })
      .sort((a, b) => a.at - b.at || (a.path < b.path ? -1 : 1));
    const expected = await simulated(files);
    const found = await folded(files);
    assert.ok(expected.threads.length > 500, "there are threads");
    assert.equal(found.calls, expected.calls);
    assert.equal(found.threads, expected.threads);
  });
}

test.run();
