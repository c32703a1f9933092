import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const test = suite("backtest that is interrupted");

const MAIN = fileURLToPath(new URL("../../../src/cli/main.ts", import.meta.url));

/** Milliseconds one run may take, on a machine that is busy. */
const PATIENCE = 240_000;

/** Log files: some sixty times what is judged in one go. */
const FILES = 640;

let root = "";
let logs = "";
let whole = "";
const children = new Set<ChildProcess>();

test.before(async () => {
  root = mkdtempSync(join(tmpdir(), "trailbridge-test-"));
  logs = join(root, "logs");
  mkdirSync(logs);
  for (let n = 0; n < FILES; n++) writeLog(n);
  const { status, out, err } = await ended(start());
  assert.is(status, 0, err);
  const { read, sets } = JSON.parse(out);
  assert.is(read.records, 4 * FILES);
  assert.ok(sets[0].alerts > FILES);
  assert.ok(sets[0].repeats > 0);
  whole = out;
});
test.after(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(root, { recursive: true });
});

for (const [what, signal, times] of [
  ["Control-C", "SIGINT", [3]],
  ["its death, and after another", "SIGKILL", [2, 6]],
] as const) {
  test(`comes to the same when it goes on after ${what}`, async () => {
    const checkpoint = join(root, `checkpoint-${signal}`);
    for (const chunks of times) {
      const child = start("--checkpoint", checkpoint);
      await reached(join(checkpoint, "progress.ndjson"), chunks + 1, child);
      child.process.kill(signal);
      const { status, out, err } = await ended(child);
      assert.is(out, "");
      if (signal === "SIGKILL") continue;
      assert.is(status, 130);
      assert.match(err, "the same words go on from here");
    }
    // How far it came until the signal reached it hangs on the machine; its progress goes when it is over.
    const before = linesOf(join(checkpoint, "progress.ndjson"));
    assert.ok(before > 0, "it was over before it was interrupted");
    const { status, out, err } = await ended(start("--checkpoint", checkpoint));
    assert.is(status, 0, err);
    assert.ok(out === whole, "it comes to something else");
    assert.not(existsSync(checkpoint), "its progress stays");
  });
}

test("goes on though the last line of its progress and a file of events are cut", async () => {
  const checkpoint = join(root, "checkpoint-cut");
  const child = start("--checkpoint", checkpoint);
  const progress = join(checkpoint, "progress.ndjson");
  await reached(progress, 4, child);
  child.process.kill("SIGKILL");
  await ended(child);
  const lines = readFileSync(progress, "utf8")
    .split("\n")
    .filter((line) => line !== "");
  const [last = ""] = lines.splice(-1);
  writeFileSync(progress, `${lines.join("\n")}\n${last.slice(0, last.length / 2)}`);
  const { number, runs } = JSON.parse(last);
  assert.ok(number >= 0);
  const [run] = runs.flat();
  const events = join(checkpoint, run.file);
  writeFileSync(events, readFileSync(events, "utf8").slice(0, -100));
  const { status, out, err } = await ended(start("--checkpoint", checkpoint));
  assert.is(status, 0, err);
  assert.ok(out === whole, "it comes to something else");
});

test("leaves nothing behind where no progress is to be kept", async () => {
  const child = start();
  const own = `trailbridge-${child.process.pid}-`;
  const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith(own));
  await until(() => folders().length > 0, child);
  child.process.kill("SIGINT");
  const { status, err } = await ended(child);
  assert.is(status, 130);
  assert.match(err, "with --checkpoint <folder> it could go on");
  assert.equal(folders(), []);
});

test.run();

/** A log file of one minute: denied calls by some roles, one of root, one that nobody is told of. */
function writeLog(n: number): void {
  const time = new Date(Date.UTC(2026, 10, 2) + n * 60_000).toISOString();
  const base = {
    eventVersion: "1.11",
    eventTime: `${time.slice(0, 17)}07Z`,
    awsRegion: "eu-central-1",
    sourceIPAddress: "192.0.2.14",
    recipientAccountId: "111122223333",
    eventSource: "s3.amazonaws.com",
  };
  const role = (name: string) => ({
    type: "AssumedRole",
    accountId: "111122223333",
    arn: `arn:aws:sts::111122223333:assumed-role/${name}/session`,
    sessionContext: { sessionIssuer: { arn: `arn:aws:iam::111122223333:role/${name}` } },
  });
  const denied = { ...base, eventName: "GetBucketPolicy", errorCode: "AccessDenied" };
  const root = { type: "Root", arn: "arn:aws:iam::111122223333:root", accountId: "111122223333" };
  const records = [
    { ...denied, userIdentity: role(`reader-${n % 40}`), eventID: `denied-${n}` },
    // Stands in the next file, too.
    {
      ...denied,
      userIdentity: role("writer"),
      eventID: `again-${n >> 1}`,
      eventTime: "2026-11-02T00:00:00Z",
    },
    { ...base, eventName: "CreateAccessKey", userIdentity: root, eventID: `root-${n}` },
    { ...base, eventName: "GetObject", userIdentity: role("reader"), eventID: `quiet-${n}` },
  ];
  const minute = time.slice(0, 16).replace(/[-:]/g, "");
  const name = `111122223333_CloudTrail_eu-central-1_${minute}Z_${String(n).padStart(16, "0")}.json.gz`;
  writeFileSync(join(logs, name), gzipSync(JSON.stringify({ Records: records })));
}

interface Child {
  readonly process: ChildProcess;
  readonly end: Promise<unknown>;
  readonly out: () => string;
  readonly err: () => string;
}

function start(...words: readonly string[]): Child {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", MAIN, "backtest", logs, "--json", ...words],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  children.add(child);
  const [out, err] = [child.stdout, child.stderr].map((stream) => {
    const texts: string[] = [];
    stream.setEncoding("utf8").on("data", (text) => texts.push(text));
    return () => texts.join("");
  }) as [() => string, () => string];
  const end = once(child, "close").finally(() => children.delete(child));
  return { process: child, end, out, err };
}

async function ended({ process: child, end, out, err }: Child) {
  const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE);
  await end;
  clearTimeout(timer);
  return { status: child.exitCode ?? -1, out: out(), err: err() };
}

function linesOf(path: string): number {
  return existsSync(path) ? readFileSync(path, "utf8").split("\n").length - 1 : 0;
}

/** Waits until a file has so many lines. */
function reached(path: string, lines: number, child: Child): Promise<void> {
  return until(() => linesOf(path) >= lines, child);
}

/** Waits until something holds; fails if the process ends before. */
async function until(holds: () => boolean, child: Child): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  while (!holds()) {
    assert.is(child.process.exitCode, null, `it ended before: ${child.err()}`);
    assert.ok(Date.now() < deadline, `it takes too long: ${child.err()}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
