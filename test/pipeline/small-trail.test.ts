import { suite } from "uvu";
import * as assert from "uvu/assert";
import { runPipeline } from "../support/pipeline.ts";
import { runsSlow } from "../support/shared.ts";
import { smallTrail } from "../support/small-trail.ts";

const test = suite("the pipeline on a trail of small log files");

if (runsSlow(test, "the pipeline on a trail of small log files")) {
  test("alerts what the default rules select, exactly once per destination, though much arrives twice", async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const { files, records, selected } = smallTrail(seed);
    assert.ok(selected.size > 100 && records > 600, `seed ${seed} makes too small a trail`);
    const run = await runPipeline(async (stack) => {
      for (const { key, body } of files) await stack.putObject("logs", key, body);
    });
    const { splitter, notifier } = run.summary.counters;
    assert.equal([...run.alertedIds].sort(), [...selected].sort(), `seed ${seed}`);
    assert.is(splitter.records, records);
    assert.is(splitter.published, records);
    // Slack, the topic and the bus.
    assert.is(notifier.recorded, selected.size * 3);
    assert.equal(run.deadLetters, []);
    assert.is(run.waiting, 0);
  });
}

test.run();
