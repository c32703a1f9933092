import { suite } from "uvu";
import * as assert from "uvu/assert";
import { MAX_REQUEST_BYTES } from "../../src/core/entry/bus-entry.ts";
import { refusals } from "../support/acceptable.ts";
import { type HostileObject, hostileSet } from "../support/hostile-set.ts";
import { fakeSplitter } from "../support/splitter.ts";

/** Files with faults that read up to somewhere: which outcome the set leaves open, and ours. */
const EITHER: Readonly<Record<string, { records: number; reason?: RegExp }>> = {
  "not-gzip-json": { records: 1 },
  "gz-trailing-garbage": { records: 3, reason: /only gzip may follow gzip/ },
  "json-nan": { records: 0, reason: /every record must be JSON: record 0 is not/ },
  "json-invalid-utf8": { records: 3 },
  "json-array-of-records": { records: 0, reason: /must be an object: found "\["/ },
};

/** Records that precede the fault of a file of the wider set, by name; none where not said. */
const BEFORE: Readonly<Record<string, number>> = {
  "gz-truncated-60pct": 114,
  "gz-truncated-trailer": 201,
  "gz-bad-crc": 201,
  "gz-bad-isize": 201,
  "gz-two-documents": 1,
  "json-cut": 1,
  "json-trailing-comma": 3,
  "json-trailing-text": 3,
};

const test = suite("hostile set through split()");

for (const object of hostileSet(test)) {
  test(`${object.name}: ${object.want}`, async () => {
    const outcome = await splitOne(object);
    assert.equal(outcome.failures, [], "no retry can help");
    assert.is(outcome.counters.records, outcome.counters.published + outcome.counters.rejected);
    for (const entry of outcome.entries) assert.equal(refusals(entry, MAX_REQUEST_BYTES), []);
    check(object, outcome);
  });
}

test.run();

type Outcome = Awaited<ReturnType<typeof splitOne>>;

function check(
  { name, want, canaries, before = BEFORE[name] ?? 0 }: HostileObject,
  outcome: Outcome,
): void {
  const { ids, reasons, counters } = outcome;
  const either = EITHER[name];
  if (want === "either") {
    assert.ok(either, "an outcome is written down");
    assert.is(counters.published, either?.records);
    assert.is(reasons.length, either?.reason ? 1 : 0);
    assert.match(reasons[0] ?? "", either?.reason ?? /^$/);
  } else if (want === "file-error") {
    assert.is(reasons.length, 1);
    assert.match(reasons[0] ?? "", /^LogFileError: Cannot read log file as .+: .+/);
    assert.is(counters.unreadable, 1);
    if (!Number.isNaN(before)) assert.is(counters.published, before);
  } else {
    assert.equal(reasons, []);
    for (const canary of canaries) assert.ok(ids.includes(canary), canary);
    if (want === "nothing") assert.is(counters.records, 0);
    if (want === "300 alerts") assert.is(counters.published, 300);
    if (want === "once" || want === "1 or 3 alerts") assert.is(counters.published, 3);
  }
}

async function splitOne({ key, body, notification }: HostileObject) {
  const fake = fakeSplitter();
  fake.objects.set(key, body);
  const { counters, failures } = await fake.splitEvent(notification);
  const records = fake.details();
  return {
    counters,
    failures,
    entries: fake.batches.flat(),
    ids: records.map(({ eventID }) => eventID),
    reasons: fake.letters.map(
      ({ responsePayload: { errorType, errorMessage } }) => `${errorType}: ${errorMessage}`,
    ),
  };
}
