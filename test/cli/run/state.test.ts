import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openStateFolder } from "../../../src/local/state/state-folder.ts";

const test = suite("run --state");

const MAIN = fileURLToPath(new URL("../../../src/cli/main.ts", import.meta.url));
const ACCOUNT = "111122223333";

/** Files with one event each that alerts, of an actor of its own: so many threads. */
const FILES = 16;

/** Milliseconds a start may take on a machine that is busy with much else. */
const PATIENCE = 300_000;

const SETTINGS = `
logs: { bucket: trail, prefix: AWSLogs/ }
slack: { app: { botTokenSecretId: slack-token, channel: C0SECURITY } }
sns: { topicArn: "arn:aws:sns:us-east-1:${ACCOUNT}:alerts", repeats: each }
`;

let root = "";
const children = new Set<ChildProcess>();
test.before(() => {
  root = mkdtempSync(join(tmpdir(), "trailbridge-kill-"));
  const logs = join(root, "AWSLogs", ACCOUNT, "CloudTrail", "us-east-1", "2026", "11", "02");
  mkdirSync(logs, { recursive: true });
  for (let n = 0; n < FILES; n++) {
    const name = `${ACCOUNT}_CloudTrail_us-east-1_20261102T0905Z_${n}.json.gz`;
    writeFileSync(join(logs, name), gzipSync(JSON.stringify({ Records: [record(n)] })));
  }
  writeFileSync(join(root, "settings.yaml"), SETTINGS);
});
test.after(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(root, { recursive: true });
});

test("says which folder it cannot use", async () => {
  const folder = join(root, "somebody's");
  mkdirSync(folder);
  writeFileSync(join(folder, "journal.ndjson"), "[]\n");
  const { status, err } = await ended(start(folder));
  assert.is(status, 2);
  assert.match(err, /Cannot go on with ".*journal.ndjson" as it must be whole .*line 1/);
});

test("ends with the same alerts when it is killed at any moment and started again", async () => {
  const folder = join(root, "state");
  const moments: [entry: string, times: number][] = [
    ['"k":"ended"', FILES / 2],
    ['"k":"said"', 1],
    ['"k":"published"', FILES / 2],
  ];
  for (const [entry, times] of moments) {
    const child = start(folder);
    await reached(join(folder, "journal.ndjson"), entry, times, child);
    child.process.kill("SIGKILL");
    await child.end;
  }
  const { status, err } = await ended(start(folder));
  assert.is(status, 0, err);
  assert.match(err, /16 log files were put before this start/);

  const { kept, close } = await openStateFolder(folder);
  close();
  const events = kept.published.map(({ message }) => {
    return JSON.parse((message as { message: string }).message).event_id;
  });
  const expected = Array.from({ length: FILES }, (_, n) => `event-${n}`).sort();
  assert.equal([...new Set(events)].sort(), expected);
  const said = [...(kept.said.get("C0SECURITY")?.values() ?? [])].map(({ message }) => message);
  for (let n = 0; n < FILES; n++) {
    const role = `role-${n}-of-many`;
    assert.ok(
      said.some((message) => JSON.stringify(message).includes(role)),
      role,
    );
  }
  const left = [...kept.queues.values()].flatMap((messages) => [...messages.values()]);
  assert.equal(
    left.filter(({ receiveCount }) => receiveCount > 0).map(({ body }) => body),
    [],
    "nothing is left to be tried again",
  );
  assert.is(kept.invocations.size, 0);
});

test.run();

interface Child {
  readonly process: ChildProcess;
  readonly end: Promise<unknown>;
  readonly err: () => string;
}

function start(folder: string): Child {
  const options = ["--exit", "--no-slack-limits", "--settings", join(root, "settings.yaml")];
  const child = spawn(
    process.execPath,
    ["--import", "tsx", MAIN, "run", ...options, "--state", folder, join(root, "AWSLogs")],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  children.add(child);
  let err = "";
  child.stderr?.setEncoding("utf8").on("data", (text) => {
    err += text;
  });
  const end = once(child, "close").finally(() => children.delete(child));
  return { process: child, end, err: () => err };
}

async function ended({
  process: child,
  end,
  err,
}: Child): Promise<{ status: number; err: string }> {
  const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE);
  await end;
  clearTimeout(timer);
  return { status: child.exitCode ?? -1, err: err() };
}

/** Waits until a file holds a text so often; fails if the process ends before. */
async function reached(path: string, text: string, times: number, child: Child): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const found = existsSync(path) ? readFileSync(path, "utf8").split(text).length - 1 : 0;
    if (found >= times) return;
    assert.is(child.process.exitCode, null, `it ended before ${times} of ${text}: ${child.err()}`);
    assert.ok(Date.now() < deadline, `no ${times} of ${text}: ${child.err()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function record(n: number) {
  const role = `role-${n}-of-many`;
  return {
    eventVersion: "1.11",
    eventID: `event-${n}`,
    eventName: "StopLogging",
    eventSource: "cloudtrail.amazonaws.com",
    eventTime: "2026-11-02T09:03:05Z",
    eventType: "AwsApiCall",
    awsRegion: "us-east-1",
    sourceIPAddress: "192.0.2.1",
    recipientAccountId: ACCOUNT,
    userIdentity: {
      type: "AssumedRole",
      accountId: ACCOUNT,
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/session`,
      principalId: `AROAEXAMPLE${n}:session`,
      sessionContext: {
        sessionIssuer: {
          type: "Role",
          accountId: ACCOUNT,
          userName: role,
          arn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
          principalId: `AROAEXAMPLE${n}`,
        },
      },
    },
  };
}
