import { suite } from "uvu";
import * as assert from "uvu/assert";
import { underPrefix } from "../../../src/local/samples/under-prefix.ts";

const KEY = "AWSLogs/o-exampleorg1/111122223333/CloudTrail/eu-central-1/2026/11/02/x.json.gz";
const LOGS = { objects: [{ key: KEY, body: new Uint8Array(), records: 1 }], removed: [KEY] };

const test = suite("underPrefix()");

const keys = (prefix: string) => underPrefix(LOGS, prefix).objects.map(({ key }) => key);

test("leaves out what no key under the prefix could be", () => {
  for (const prefix of ["AWSLogs/444455556666/", "AWSLogs/o-other/444455556666/", "x/AWSLogs/4"]) {
    assert.equal(underPrefix(LOGS, prefix), { objects: [], removed: [] });
  }
});

for (const [name, prefix, key] of [
  ["as it is where it is under the prefix", "AWSLogs/", KEY],
  ["as it is under a part of a name", "AWSLogs/o-ex", KEY],
  ["under a trail's own prefix", "audit/AWSLogs/", `audit/${KEY}`],
  ["under a prefix without CloudTrail's folder", "audit", `audit/${KEY}`],
  [
    "of the organisation that a landing zone's prefix names, twice",
    "o-a1b2c3d4e5/AWSLogs/o-a1b2c3d4e5/",
    `o-a1b2c3d4e5/${KEY.replace("o-exampleorg1", "o-a1b2c3d4e5")}`,
  ],
] as const) {
  test(`lays a log file down ${name}`, () => {
    assert.equal(keys(prefix), [key]);
    assert.equal(underPrefix(LOGS, prefix).removed, [key]);
  });
}

test.run();
