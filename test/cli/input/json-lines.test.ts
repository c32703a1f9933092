import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { jsonLines } from "../../../src/cli/input/json-lines.ts";

const test = suite<{ path: string }>("jsonLines()");

test.before.each((context) => {
  context.path = join(mkdtempSync(join(tmpdir(), "trailbridge-json-lines-")), "lines.ndjson");
});
test.after.each(({ path }) => rmSync(join(path, ".."), { recursive: true, force: true }));

test("throws where a line is no JSON", ({ path }) => {
  writeFileSync(path, '{"a":1}\n{"a":\n');
  assert.throws(() => [...jsonLines(path)], SyntaxError);
});

test("leaves out a line that was not ended", ({ path }) => {
  writeFileSync(path, '{"a":1}\n{"a":2}');
  assert.equal([...jsonLines(path)], [{ a: 1 }]);
});

test("gives nothing of an empty file", ({ path }) => {
  writeFileSync(path, "");
  assert.equal([...jsonLines(path)], []);
});

test("gives values in turn, those too whose text lies across what is read at a time", ({
  path,
}) => {
  const values = Array.from({ length: 300 }, (_, n) => ({ n, text: "ü€".repeat(n * 7) }));
  writeFileSync(path, values.map((value) => `${JSON.stringify(value)}\n`).join(""));
  assert.equal([...jsonLines(path)], values);
});

test.run();
