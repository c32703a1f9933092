import { execFileSync } from "node:child_process";
import { createReadStream, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { PIPELINE_SETTINGS, type PipelineRun, runPipeline } from "../support/pipeline.ts";
import { runsLong, SHARED } from "../support/shared.ts";

/** One object of the hostile set, as its manifest tells it. */
interface HostileObject {
  readonly key: string;
  readonly file: string;
  readonly name: string;
  /** What is asked for: `canaries`, `file-error`, `nothing`, `either`, or a number of alerts. */
  readonly want: string;
  readonly canaries: readonly string[];
}

/** The bombs take minutes by themselves; TRAILBRIDGE_TEST_ALL=1 adds them. */
const BOMBS = Boolean(process.env.TRAILBRIDGE_TEST_ALL);

const test = suite("the pipeline on the hostile set");

let objects: HostileObject[] = [];
let run: PipelineRun;

if (runsLong("the pipeline on the hostile set")) {
  test.before(async () => {
    const folder = mkdtempSync(join(tmpdir(), "trailbridge-hostile-"));
    try {
      execFileSync("python3", [
        join(SHARED, "corpus/make_logs.py"),
        "--bad",
        ...(BOMBS ? [] : ["--no-bombs"]),
        "--out",
        folder,
      ]);
      objects = readFileSync(join(folder, "manifest.ndjson"), "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
      run = await runPipeline(
        async (stack) => {
          for (const { key, file } of objects) {
            await stack.putObject("logs", key, createReadStream(join(folder, "objects", file)));
          }
        },
        // A bomb's hundred thousand records take a busy test machine longer than Lambda.
        `${PIPELINE_SETTINGS}\nsplitter: { timeoutSeconds: 900 }\n`,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("has all its objects", () => {
    assert.is(objects.length, BOMBS ? 169 : 166);
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
    const { key } = objects.find(({ name }) => name === "records-300-all-alert") as HostileObject;
    const ids = run.publishedIds.get(key) ?? [];
    assert.is(new Set(ids).size, 300);
    const alerted = new Set(run.alertedIds);
    assert.ok(ids.every((id) => alerted.has(id as string)));
  });

  test("alerts an event that stands three times in a file once", () => {
    const { canaries } = objects.find(({ name }) => name === "same-eventid-3x") as HostileObject;
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
