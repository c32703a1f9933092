import { gunzipSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DEFAULT_FUNCTION_NAMES } from "../../../src/contract.ts";
import { sampleLogs } from "../../../src/local/samples/sample-logs.ts";

const test = suite("sampleLogs()");

test("names no address outside the documentation range and no account outside the organisation", () => {
  for (const { body } of sampleLogs(DEFAULT_FUNCTION_NAMES).objects) {
    const text = gunzipSync(body).toString();
    for (const [address] of text.matchAll(/"\d+\.\d+\.\d+\.\d+"/g))
      assert.match(address, '"192.0.2.');
    for (const [, account] of text.matchAll(/"(\d{12})"/g)) {
      assert.ok(
        ["111122223333", "444455556666", "777788889999"].includes(account as string),
        account,
      );
    }
  }
});

test("gives the same bytes on every call", () => {
  assert.equal(sampleLogs(DEFAULT_FUNCTION_NAMES), sampleLogs(DEFAULT_FUNCTION_NAMES));
});

test("delivers some events twice, in files of different keys", () => {
  const { objects } = sampleLogs(DEFAULT_FUNCTION_NAMES);
  const ids = objects.flatMap(
    ({ body }) =>
      gunzipSync(body)
        .toString()
        .match(/(?<="eventID":")[^"]+/g) ?? [],
  );
  assert.ok(new Set(ids).size < ids.length);
  assert.is(new Set(objects.map(({ key }) => key)).size, objects.length);
});

test("removes a log file and a digest file that are there", () => {
  const { objects, removed } = sampleLogs(DEFAULT_FUNCTION_NAMES);
  const keys = objects.map(({ key }) => key);
  assert.ok(removed.every((key) => keys.includes(key)));
  assert.equal(
    removed.map((key) => key.split("/")[3]),
    ["CloudTrail", "CloudTrail-Digest"],
  );
});

test("counts the records each file holds", () => {
  for (const { body, records } of sampleLogs(DEFAULT_FUNCTION_NAMES).objects) {
    assert.is(JSON.parse(gunzipSync(body).toString()).Records?.length ?? 0, records);
  }
});

test.run();
