import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { planUploads, uploadKey } from "../../../src/cli/run/upload-plan.ts";
import { bufferedIo } from "../../support/cli.ts";

const keys = suite("uploadKey()");

for (const [what, path, name, prefix, key] of [
  ["a tree that is not under the prefix", "d/AWSLogs/1/a.json.gz", "x", "AWSLogs/o-1/", undefined],
  [
    "a digest file",
    "d/AWSLogs/111122223333/CloudTrail-Digest/a.json.gz",
    "x",
    "AWSLogs/",
    undefined,
  ],
  ["a trail's tree", "d/AWSLogs/1/a.json.gz", "x", "AWSLogs/", "AWSLogs/1/a.json.gz"],
  ["a tree with no prefix", "d/AWSLogs/1/a.json.gz", "x", "", "AWSLogs/1/a.json.gz"],
  [
    "a tree under a trail's prefix",
    "d/AWSLogs/1/a.json.gz",
    "x",
    "audit/AWSLogs/",
    "audit/AWSLogs/1/a.json.gz",
  ],
  [
    "a tree under a prefix alone",
    "d/AWSLogs/1/a.json.gz",
    "x",
    "audit",
    "audit/AWSLogs/1/a.json.gz",
  ],
  ["a tree under one account", "d/AWSLogs/1/a.json.gz", "x", "AWSLogs/1/", "AWSLogs/1/a.json.gz"],
  [
    "an organisation's tree",
    "d/o-1/AWSLogs/o-1/1/a.json.gz",
    "x",
    "o-1/AWSLogs/",
    "o-1/AWSLogs/o-1/1/a.json.gz",
  ],
  [
    "a tree copied with its prefix",
    "d/audit/AWSLogs/1/a.json.gz",
    "x",
    "audit/AWSLogs/",
    "audit/AWSLogs/1/a.json.gz",
  ],
  [
    "a file of one's own",
    "d/a.json.gz",
    "sub/a.json.gz",
    "audit/AWSLogs/",
    "audit/AWSLogs/sub/a.json.gz",
  ],
  ["a file of another name", "d/a.ndjson", "a.ndjson", "AWSLogs/", "AWSLogs/a.ndjson.json.gz"],
  ["standard input", "-", "standard-input", "AWSLogs/", "AWSLogs/standard-input.json.gz"],
] as const) {
  keys(`gives ${what} the key ${key}`, () => {
    assert.is(uploadKey({ path, name, isNamed: true, isRegular: true }, prefix), key);
  });
}

keys.run();

const RECORD = { eventID: "e-1", eventName: "StopLogging" };
const CLOUDTRAIL = "111122223333_CloudTrail_eu-central-1_20261102T0905Z_a.json.gz";

const plan = suite("planUploads()");

let folder = "";
plan.before(() => {
  folder = mkdtempSync(join(tmpdir(), "trailbridge-test-"));
});
plan.after(() => rmSync(folder, { recursive: true }));

plan("refuses a named file without a record, by its name", async () => {
  const path = put("notes.txt", "Monday: nothing.");
  await rejects(planned(path), /there is no CloudTrail record in ".*notes\.txt"/);
});

plan("refuses a tree of which no key is under the prefix, and says the prefix", async () => {
  put(`other/AWSLogs/111122223333/${CLOUDTRAIL}`, gzipSync("{}"));
  await rejects(
    planned(join(folder, "other"), "AWSLogs/o-abc/"),
    /no key is under .*"AWSLogs\/o-abc\/"/,
  );
});

plan("leaves CloudTrail's own files as they are, broken ones of a folder too", async () => {
  const body = gzipSync(JSON.stringify({ Records: [RECORD] }));
  put(`tree/AWSLogs/${CLOUDTRAIL}`, body);
  put("tree/AWSLogs/111122223333_CloudTrail_broken.json.gz", "no gzip");
  const { uploads, isWhole } = await planned(join(folder, "tree"));
  assert.equal(
    uploads.map(({ path }) => path),
    ["111122223333_CloudTrail_broken.json.gz", CLOUDTRAIL].map((it) =>
      join(folder, "tree/AWSLogs", it),
    ),
  );
  assert.ok(isWhole);
});

plan(
  "makes log files of records in any form, under keys of their own, and tells what is none",
  async () => {
    const one = put(
      "one/records.ndjson",
      `${JSON.stringify(RECORD)}\n{bad\n${JSON.stringify(RECORD)}`,
    );
    const two = put("two/records.ndjson", JSON.stringify([RECORD]));
    const { uploads, isWhole, err } = await planned(one, undefined, two);
    assert.equal(
      uploads.map(({ key }) => key),
      ["AWSLogs/records.ndjson.json.gz", "AWSLogs/records.ndjson-2.json.gz"],
    );
    assert.equal(
      uploads.map(({ path }) => JSON.parse(gunzipSync(readFileSync(path)).toString()).Records),
      [[RECORD, RECORD], [RECORD]],
    );
    assert.is(isWhole, false);
    assert.match(err, /records\.ndjson: line 2 is rejected: it is not JSON/);
  },
);

plan("names a folder's other files and leaves them out", async () => {
  put("mixed/logo.png", Buffer.from([0x89, 0x50]));
  put("mixed/package.json", '{\n"name": "x"\n}');
  put("mixed/log.json", JSON.stringify({ Records: [RECORD] }));
  const { uploads, isWhole, err } = await planned(join(folder, "mixed"));
  assert.is(uploads.length, 1);
  assert.ok(isWhole);
  assert.match(
    err,
    /^2 other files are left out:\n.*logo\.png.*\n.*package\.json: .*no field of a CloudTrail record/,
  );
});

plan.run();

async function planned(path: string, prefix = "AWSLogs/", ...more: string[]) {
  const { io, result } = bufferedIo();
  const made = mkdtempSync(join(folder, "made-"));
  return { ...(await planUploads([path, ...more], prefix, made, io)), err: result().err };
}

function put(name: string, body: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, body);
  return path;
}

async function rejects(promise: Promise<unknown>, message: RegExp): Promise<void> {
  const error = await promise.then(
    () => undefined,
    (cause: Error) => cause,
  );
  assert.match(error?.message ?? "no error", message);
}
