import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { JudgedLines } from "../../../src/cli/alerts/judged-lines.ts";

const test = suite<{ folder: string }>("JudgedLines");

test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "trailbridge-test-"));
});
test.after.each(({ folder }) => rmSync(folder, { recursive: true, force: true }));

for (const maxKept of [undefined, 100]) {
  test(`gives values as they came, ${maxKept ?? "all"} characters in memory`, ({ folder }) => {
    const kept = new JudgedLines<{ readonly n: number; readonly text: string }>(
      () => folder,
      maxKept,
    );
    const values = Array.from({ length: 40 }, (_, n) => ({ n, text: "a\nü" }));
    for (const value of values) kept.add(value);
    assert.equal([...kept.inOrder()], values);
    assert.is(readdirSync(folder).length, maxKept === undefined ? 0 : 1);
  });
}

test.run();
