import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createSinks } from "../../src/local/sinks.ts";

const SINKS = [
  { name: "lines", arn: "arn:a", delimiter: "\n" },
  { name: "raw", arn: "arn:b" },
];

const test = suite("createSinks()");

test("refuses a sink that is not there", () => {
  const sinks = createSinks(SINKS);
  assert.throws(() => sinks.deliver("other", "x"), /Cannot find a sink .*"other"/);
  assert.throws(() => sinks.delivered("other"), /Cannot find a sink .*"other"/);
});

test("keeps deliveries apart by the delimiter, or not at all", () => {
  const sinks = createSinks(SINKS);
  for (const name of ["lines", "raw"]) {
    sinks.deliver(name, "a");
    sinks.deliver(name, "b");
  }
  assert.is(sinks.delivered("lines"), "a\nb\n");
  assert.is(sinks.delivered("raw"), "ab");
});

test("counts deliveries, and has the last of them to look at", () => {
  const sinks = createSinks(SINKS);
  for (let n = 0; n < 150; n++) sinks.deliver("lines", String(n));
  assert.equal(
    [...sinks.counts()],
    [
      ["lines", 150],
      ["raw", 0],
    ],
  );
  const texts = sinks.lately("lines").map(({ text }) => text);
  assert.equal([texts.length, texts[0], texts.at(-1)], [100, "50", "149"]);
  assert.equal(sinks.lately("raw"), []);
});

test("adds to files of a folder where it is to go on", () => {
  const folder = mkdtempSync(join(tmpdir(), "trailbridge-sinks-"));
  try {
    createSinks(SINKS, folder).deliver("lines", "old");
    const sinks = createSinks(SINKS, folder, true);
    sinks.deliver("lines", "new");
    assert.is(sinks.delivered("lines"), "old\nnew\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("writes to files of a folder, from empty", () => {
  const folder = mkdtempSync(join(tmpdir(), "trailbridge-sinks-"));
  try {
    const within = join(folder, "consumers");
    createSinks(SINKS, within).deliver("lines", "old");
    const sinks = createSinks(SINKS, within);
    sinks.deliver("lines", "new");
    assert.is(readFileSync(join(within, "lines.ndjson"), "utf8"), "new\n");
    assert.is(sinks.delivered("lines"), "new\n");
    assert.is(sinks.delivered("raw"), "");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.run();
