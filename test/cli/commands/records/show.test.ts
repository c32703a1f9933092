import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { showCommand } from "../../../../src/cli/commands/records/show.ts";
import { runCli } from "../../../support/cli.ts";

const ID = "0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af";
const OTHER = '{"eventID":"e-2","eventName":"GetUser"}';
const RECORD = `{"eventID":"${ID}","n":9007199254740993,"who":"\u202Ex\u009b31m"}`;
const SHOWN = `{
  "eventID": "${ID}",
  "n": 9007199254740993,
  "who": "\\u202ex\\u009b31m"
}
`;

const test = suite("show command");

let folder = "";
test.before.each(() => {
  folder = mkdtempSync(join(tmpdir(), "trailbridge-test-"));
});
test.after.each(() => rmSync(folder, { recursive: true }));

for (const [what, words, message] of [
  ["an eventID", [], "show needs an eventID"],
  ["a place to look", [ID], `show ${ID} --in <file|folder|s3://…>`],
  ["what --in names", [ID, "--in"], "--in needs a value"],
  ["one --in", [ID, "--in", "a", "--in", "b"], "--in stands twice"],
  ["a file that is there", [ID, "--in", "nowhere"], 'no file or folder "nowhere"'],
  ["a bucket", [ID, "--in", "s3:///key"], '"s3:///key" must name a bucket'],
  ["a time that is one", [ID, "--in", "a", "--from", "soon"], "--from takes a day"],
] as const) {
  test(`asks for ${what}`, async () => {
    const { status, err, out } = await show(...words);
    assert.is(status, 2);
    assert.is(out, "");
    assert.match(err, message);
  });
}

test("says that there is no such record, and how many it read", async () => {
  const path = file("a.json", `{"Records":[${OTHER},${RECORD}]}`);
  const { status, out, err } = await show("e-3", "--in", path);
  assert.is(status, 1);
  assert.is(out, "");
  assert.is(err, "There is no record with the eventID e-3: 2 records were read\n");
});

test("names a file it cannot read to its end, and looks on", async () => {
  const bad = file("bad.json", `{"Records":[${OTHER},`);
  const good = file("good.json", `{"Records":[${RECORD}]}`);
  const { status, out, err } = await show(ID, "--in", bad, good);
  assert.is(status, 0);
  assert.is(out, SHOWN);
  assert.match(err, /bad\.json: Cannot read log file as/);
});

test("prints the record whole and safe for a terminal, and where it stands", async () => {
  const path = file("a.json.gz", gzipSync(`{"Records":[null,${OTHER},${RECORD}]}`));
  const { status, out, err } = await show(ID, "--in", path);
  assert.is(status, 0);
  assert.is(out, SHOWN);
  assert.match(err, `${path}, record 2\n`);
});

test("looks in folders of folders, and at one record a line", async () => {
  mkdirSync(join(folder, "sub"));
  const path = file("sub/b.ndjson", `${OTHER}\n\n${RECORD}\n`);
  const { status, out, err } = await show(ID, "--in", folder);
  assert.is(status, 0);
  assert.is(out, SHOWN);
  assert.match(err, path);
});

test("prints equal records once and says where all of them are", async () => {
  const spaced = RECORD.replaceAll(",", " , ");
  const one = file("a.json", `{"Records":[${RECORD}]}`);
  const two = file("b.json", `{"Records":[${OTHER},${spaced}]}`);
  const { status, out, err } = await show(ID, "--in", one, two);
  assert.is(status, 0);
  assert.is(out, SHOWN);
  assert.match(err, `${one}, record 0; the same in ${two}, record 1\n`);
});

test("prints different records under one id all, and says so", async () => {
  const changed = RECORD.replace("9007199254740993", "9007199254740992");
  const path = file("a.json", `{"Records":[${RECORD},${changed}]}`);
  const { out, err } = await show(ID, "--in", path);
  assert.is(out, SHOWN + SHOWN.replace("9007199254740993", "9007199254740992"));
  assert.match(err, `2 different records have the eventID ${ID}`);
});

test("knows the id of aggregated records", async () => {
  const path = file("a.json", `{"Records":[{"eventId":"${ID}"}]}`);
  assert.match((await show(ID, "--in", path)).out, `"eventId": "${ID}"`);
});

test("has a help", async () => {
  const { status, out } = await show("--help");
  assert.is(status, 0);
  assert.match(out, "Usage: trailbridge show <eventID> --in <file|folder|s3://…|->...");
});

test.run();

function show(...words: string[]) {
  return runCli([showCommand], ["show", ...words]);
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
