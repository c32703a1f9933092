import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { writeWholeFile } from "../../../src/adapters/files/whole-file.ts";

const test = suite("writeWholeFile()");

let folder = "";
test.before.each(() => {
  folder = mkdtempSync(join(tmpdir(), "trailbridge-test-"));
});
test.after.each(() => rmSync(folder, { recursive: true }));

test("leaves what was there where it cannot write, nothing beside it, and names the file", () => {
  const path = join(folder, "rule.yaml");
  writeFileSync(path, "id: rule\n");
  // Where the new one would be written stands a folder.
  mkdirSync(`${realpathSync(path)}.${process.pid}.new/within`, { recursive: true });
  try {
    writeWholeFile(path, "id: other\n");
    assert.unreachable();
  } catch (error) {
    assert.is((error as NodeJS.ErrnoException).path, path);
  }
  assert.is(readFileSync(path, "utf8"), "id: rule\n");
});

test("writes a new file, and one anew with its mode", () => {
  const path = join(folder, "rule.yaml");
  writeWholeFile(path, "1");
  chmodSync(path, 0o640);
  writeWholeFile(path, "2");
  assert.is(readFileSync(path, "utf8"), "2");
  assert.is(statSync(path).mode & 0o777, 0o640);
  assert.equal(readdirSync(folder), ["rule.yaml"]);
});

test("writes what a link leads to, and keeps the link", () => {
  const path = join(folder, "link.yaml");
  writeFileSync(join(folder, "rule.yaml"), "1");
  symlinkSync("rule.yaml", path);
  writeWholeFile(path, "2");
  assert.is(readFileSync(join(folder, "rule.yaml"), "utf8"), "2");
  assert.equal(readdirSync(folder).sort(), ["link.yaml", "rule.yaml"]);
});

test("writes to what is no file", () => {
  writeWholeFile("/dev/null", "1");
  assert.ok(statSync("/dev/null").isCharacterDevice());
});

test.run();
