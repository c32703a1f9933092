import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type HostileObject, hostileSet } from "../support/hostile-set.ts";
import { PIPELINE_SETTINGS, type PipelineRun, runPipeline } from "../support/pipeline.ts";
import { runsSlow } from "../support/shared.ts";

/** The bombs take minutes by themselves; TRAILBRIDGE_TEST_ALL=1 adds them. */
const BOMBS = Boolean(process.env.TRAILBRIDGE_TEST_ALL);

const test = suite("the pipeline on the hostile set");

let objects: HostileObject[] = [];
let run: PipelineRun;

if (runsSlow(test, "the pipeline on the hostile set")) {
  test.before(async () => {
    objects = hostileSet(test, { bombs: BOMBS });
    run = await runPipeline(
      async (stack) => {
        for (const { key, body } of objects) await stack.putObject("logs", key, body);
      },
      // A bomb's records take a busy test machine longer than Lambda.
      `${PIPELINE_SETTINGS}\nsplitter: { timeoutSeconds: 900 }\n`,
    );
  });

  test("makes every unreadable file one dead letter that names it and says why", () => {
    for (const { key, name } of objects.filter(({ want }) => want === "file-error")) {
      const letters = run.deadLetters
        .map((body) => JSON.parse(body))
        .filter((letter) => keyOf(letter) === key);
      assert.is(letters.length, 1, name);
      assert.match(letters[0].responsePayload.errorMessage, /^Cannot read/, name);
    }
  });

  test("publishes both canaries of every object that asks for them", () => {
    for (const { key, name, canaries } of objects.filter(({ want }) => want === "canaries")) {
      const published = run.publishedIds.get(key) ?? [];
      for (const canary of canaries) assert.ok(published.includes(canary), `${name}: ${canary}`);
    }
  });

  test("alerts every canary", () => {
    const alerted = new Set(run.alertedIds);
    for (const { name, canaries } of objects.filter(({ want }) => want === "canaries")) {
      for (const canary of canaries) assert.ok(alerted.has(canary), `${name}: ${canary}`);
    }
  });

  test("makes no readable file a dead letter, and leaves nothing waiting", () => {
    const asked = new Set(
      objects.filter(({ want }) => want === "canaries" || want === "nothing").map(({ key }) => key),
    );
    const given = run.deadLetters
      .map((body) => keyOf(JSON.parse(body)))
      .filter((key) => asked.has(key));
    assert.equal(given, []);
    assert.is(run.waiting, 0);
  });

  test("alerts 300 events of one file, all of them", () => {
    const alerted = new Set(run.alertedIds);
    for (const { key, name } of objects.filter(({ want }) => want === "300 alerts")) {
      const ids = run.publishedIds.get(key) ?? [];
      assert.is(new Set(ids).size, 300, name);
      assert.ok(
        ids.every((id) => alerted.has(id as string)),
        name,
      );
    }
  });

  test("alerts an event that stands three times in a file once", () => {
    for (const { canaries } of objects.filter(({ want }) => /once|1 or 3/.test(want)))
      assert.is(run.alertedIds.filter((id) => id === canaries[0]).length, 1);
  });
}

test.run();

/** Decoded key of the object a dead letter is about. */
function keyOf(letter: {
  requestPayload?: { Records?: { s3?: { object?: { key?: string } } }[] };
}): string {
  const key = letter.requestPayload?.Records?.[0]?.s3?.object?.key ?? "";
  return decodeURIComponent(key.replaceAll("+", " "));
}
