import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { runPipeline } from "../support/pipeline.ts";
import { runsLong, SHARED } from "../support/shared.ts";

const test = suite("the pipeline on 2,395 native log files");

if (runsLong(test, "the pipeline on native log files")) {
  test("alerts every expected event exactly once per destination, though many arrive twice", async () => {
    const expected = expectedIds();
    assert.ok(expected.size > 1000, "the corpus has thousands of selected events");
    const folder = mkdtempSync(join(tmpdir(), "trailbridge-native-"));
    try {
      execFileSync("tar", [
        "xzf",
        join(SHARED, "corpus/native/sans504_early.tar.gz"),
        "-C",
        folder,
      ]);
      const keys = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
        name.endsWith(".json.gz"),
      );
      assert.is(keys.length, 2395);
      const records = keys.reduce((sum, key) => sum + recordsOf(join(folder, key)), 0);
      const run = await runPipeline(async (stack) => {
        for (const key of keys) await stack.putObject("logs", key, readFileSync(join(folder, key)));
      });
      assert.equal([...run.alertedIds].sort(), [...expected].sort());
      const { splitter, notifier } = run.summary.counters;
      assert.is(notifier.alerted, expected.size);
      // Slack, the topic and the bus.
      assert.is(notifier.recorded, expected.size * 3);
      assert.is(notifier.failed ?? 0, 0);
      assert.is(notifier.alone ?? 0, 0);
      assert.is(splitter.records, records);
      assert.is(splitter.published, records);
      assert.equal(run.deadLetters, []);
      assert.is(run.waiting, 0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

test.run();

/** Distinct eventIDs of the trail that the default rules select. */
function expectedIds(): Set<string> {
  const file = join(SHARED, "corpus/expect/sans504_early.expect.ndjson.gz");
  const lines = gunzipSync(readFileSync(file)).toString().trim().split("\n");
  return new Set(
    lines
      .map((line) => JSON.parse(line))
      .filter(({ matched }) => matched)
      .map(({ eventID }) => eventID),
  );
}

function recordsOf(file: string): number {
  return JSON.parse(gunzipSync(readFileSync(file)).toString()).Records.length;
}
