import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { splitCommand } from "../../../../src/cli/commands/records/split.ts";
import { runCli } from "../../../support/cli.ts";

const RECORD =
  '{"eventName":"GetUser","eventType":"AwsApiCall","eventTime":"2026-11-02T09:00:00Z","n":9007199254740993,"resources":[{"ARN":"arn:aws:iam::111122223333:user/ada"}]}';

const test = suite("split command");

let folder = "";
test.before(() => {
  folder = mkdtempSync(join(tmpdir(), "trailbridge-test-"));
});
test.after(() => rmSync(folder, { recursive: true }));

test("refuses to run without a file", async () => {
  assert.match((await split()).err, "split needs a file");
});

test("prints one line for a record that is written over many", async () => {
  const many = JSON.stringify({ Records: [{ eventName: "A\\n  B", n: 1 }] }, null, 2);
  const { out } = await split(file("many.json", many));
  assert.is(out.trim().split("\n").length, 1);
  assert.is(JSON.parse(out).Detail.eventName, "A\\n  B");
});

test("prints what came before a fault, says the fault, and goes on with the next file", async () => {
  const bad = file("bad.json", `{"Records":[${RECORD},`);
  const good = file("good.json", `{"Records":[${RECORD}]}`);
  const { status, out, err } = await split(bad, good);
  assert.is(status, 1);
  assert.is(out.trim().split("\n").length, 2);
  assert.match(err, /bad\.json: Cannot read log file as/);
});

test("says what is no record", async () => {
  const { status, err } = await split(file("null.json", `{"Records":[null,${RECORD}]}`));
  assert.is(status, 1);
  assert.match(err, "record 0 is rejected: it is null");
});

for (const [name, body] of [
  ["log.json.gz", gzipSync(`{"Records":[${RECORD}]}`)],
  ["records.ndjson", `${RECORD}\n`],
  ["records.ndjson.gz", gzipSync(`${RECORD}\n`)],
] as const) {
  test(`prints the entry of a record in ${name}, the record's digits untouched`, async () => {
    const { status, out } = await split(file(name, body));
    assert.is(status, 0);
    const { Detail, ...head } = JSON.parse(out);
    assert.equal(head, {
      Source: "trailbridge",
      DetailType: "AWS API Call via CloudTrail",
      Time: "2026-11-02T09:00:00.000Z",
      Resources: ["arn:aws:iam::111122223333:user/ada"],
    });
    assert.equal(Detail.record, JSON.parse(RECORD));
    assert.equal(Detail.trailbridge, { bucket: "local", key: name, index: 0, version: "1" });
    assert.match(out, `"record":${RECORD}`);
  });
}

test("leaves out the record on demand", async () => {
  const { out } = await split("--no-record", file("log.json", `{"Records":[${RECORD}]}`));
  assert.is("record" in JSON.parse(out).Detail, false);
});

test.run();

const split = (...words: string[]) => runCli([splitCommand], ["split", ...words]);

function file(name: string, body: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, body);
  return path;
}
