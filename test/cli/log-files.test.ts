import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { findLogFiles } from "../../src/cli/log-files.ts";

const test = suite("findLogFiles()");

let folder = "";
test.before(() => {
  folder = mkdtempSync(join(tmpdir(), "trailbridge-test-"));
  mkdirSync(join(folder, "copy/AWSLogs/111122223333"), { recursive: true });
  mkdirSync(join(folder, "empty"));
  for (const name of ["b.json.gz", "copy/AWSLogs/111122223333/a.json.gz", "copy/c d.json.gz"]) {
    writeFileSync(join(folder, name), "");
  }
});
test.after(() => rmSync(folder, { recursive: true }));

test("refuses what is not there", () => {
  assert.throws(
    () => findLogFiles([join(folder, "nowhere")], "AWSLogs/"),
    /there is no file or folder ".*nowhere"/,
  );
});

test("refuses a folder without a file", () => {
  assert.throws(() => findLogFiles([join(folder, "empty")], "AWSLogs/"), /there is no file in/);
});

test("keeps a key from AWSLogs on and puts other files under the prefix", () => {
  const keys = findLogFiles([folder], "AWSLogs/").map(({ key }) => key);
  assert.equal(keys, [
    "AWSLogs/111122223333/a.json.gz",
    "AWSLogs/b.json.gz",
    "AWSLogs/copy/c d.json.gz",
  ]);
});

test("takes single files by their names", () => {
  assert.equal(
    findLogFiles([join(folder, "b.json.gz")], "org/AWSLogs/").map(({ key }) => key),
    ["org/AWSLogs/b.json.gz"],
  );
});

test.run();
