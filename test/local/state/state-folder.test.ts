import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openStateFolder, StateFolderError } from "../../../src/local/state/state-folder.ts";
import { rejects } from "../../support/rejects.ts";

const test = suite("openStateFolder()");

let path = "";
test.before.each(() => {
  path = mkdtempSync(join(tmpdir(), "trailbridge-state-"));
});
test.after.each(() => rmSync(path, { recursive: true }));

const open = (patience = 0) =>
  openStateFolder(path, { patience, onRemark: () => assert.unreachable() });

test("refuses a folder that holds something else", async () => {
  writeFileSync(join(path, "notes.txt"), "mine");
  const err = await rejects(open(), StateFolderError);
  assert.match(err.message, /the folder must hold nothing else: it holds "notes.txt"/);
});

test("refuses a folder that another process uses, and takes it once that has ended", async () => {
  const first = await open();
  const err = await rejects(open(), StateFolderError);
  assert.match(err.message, /one process may use it: another one does/);
  first.close();
  (await open()).close();
});

test("waits for another process to let go of it, for a while", async () => {
  const first = await open();
  const second = open(60_000);
  setTimeout(first.close, 300);
  (await second).close();
});

for (const [what, lock] of [
  ["a process that was killed", '{"id":"11111111-1111-4111-8111-111111111111","port":1}'],
  ["a process that was killed while it wrote it", '{"id":"1111'],
  ["nobody", ""],
] as const) {
  test(`takes a folder whose lock is of ${what}`, async () => {
    writeFileSync(join(path, "lock.json"), lock);
    (await open()).close();
  });
}

test("takes a folder that was made half", async () => {
  mkdirSync(join(path, "objects"));
  writeFileSync(join(path, "journal.ndjson.new"), "abc");
  const { kept, close } = await open();
  assert.is(kept.queues.size, 0);
  close();
});

test.run();
