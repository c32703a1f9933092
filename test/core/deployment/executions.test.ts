import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  type ConcurrencySettings,
  concurrencyFaults,
  reservationFault,
  splitterFault,
  splitterQueueExecutions,
} from "../../../src/core/deployment/executions.ts";

const SOUND: ConcurrencySettings = {
  splitter: {},
  notifier: { maxConcurrency: 5 },
  byQueue: false,
  destinations: 1,
  account: 1_000,
};

const faults = suite("splitterFault");

for (const [reserved, maxConcurrency, byQueue, least] of [
  [1, undefined, false, 3],
  [2, undefined, false, 3],
  [4, undefined, true, 5],
  [10, 10, false, 11],
  [12, 6, true, 13],
  [999, 500, true, 1_001],
] as const) {
  const queues = byQueue ? "two queues" : "one queue";
  faults(
    `files are not given up for want of executions: ${reserved} reserved, ${queues} with ${maxConcurrency ?? "its share"}`,
    () => {
      const why = splitterFault({ reserved, maxConcurrency, byQueue }) ?? "";
      assert.match(why, `it must be at least ${least},`);
      assert.is(splitterFault({ reserved: least, maxConcurrency, byQueue }), undefined);
    },
  );
}

faults("lets be what is not reserved, or enough", () => {
  assert.is(splitterFault({ maxConcurrency: 1_000, byQueue: true }), undefined);
  for (const reserved of [3, 4, 50, 900]) {
    assert.is(splitterFault({ reserved, byQueue: false }), undefined, `${reserved}`);
  }
});

const shares = suite("splitterQueueExecutions");

shares("never add up to more than is reserved, nor are fewer than Lambda takes", () => {
  for (let reserved = 5; reserved <= 1_000; reserved++) {
    for (const byQueue of [true, false]) {
      const each = splitterQueueExecutions({ reserved, byQueue });
      const all = (byQueue ? 2 : 1) * each + 1;
      assert.ok(all <= reserved && each >= 2 && each <= 100, `${reserved} ${byQueue} ${each}`);
    }
  }
});

shares("are what is said, else a hundred", () => {
  assert.is(splitterQueueExecutions({ maxConcurrency: 7, reserved: 900, byQueue: true }), 7);
  assert.is(splitterQueueExecutions({ byQueue: false }), 100);
});

const pool = suite("reservationFault");

const fault = (splitter: number | undefined, notifier: number | undefined, account: number) =>
  reservationFault({ splitter, notifier }, account);

pool("is what a deployment would fail by: Lambda keeps a hundred", () => {
  assert.match(
    fault(500, 401, 1_000) ?? "",
    "Lambda keeps 100 of the account's 1000 executions unreserved, so that at most 900 can be reserved: 500 of the splitter + 401 of the notifier = 901 would be.",
  );
  assert.match(fault(undefined, 16, 10) ?? "", "at most 0 can be reserved: 16 would be");
  assert.is(fault(500, 400, 1_000), undefined);
  assert.is(fault(500, 401, 2_000), undefined);
  assert.is(fault(undefined, undefined, 10), undefined);
});

const settings = suite("concurrencyFaults");

settings("names the function whose reservation will not do, and each of several", () => {
  const found = (it: Partial<ConcurrencySettings>) =>
    concurrencyFaults({ ...SOUND, ...it }).map(({ of, reserved }) => [of, reserved]);
  assert.equal(found({}), []);
  assert.equal(found({ splitter: { reservedConcurrency: 2 } }), [["splitter", 2]]);
  assert.equal(found({ splitter: { reservedConcurrency: 901 } }), [["splitter", 901]]);
  const both = (splitter: number, notifier: number) =>
    found({
      splitter: { reservedConcurrency: splitter },
      notifier: { maxConcurrency: 5, reservedConcurrency: notifier },
    });
  assert.equal(both(1_000, 20), [["splitter", 1_000]]);
  assert.equal(both(450, 451), [["notifier", 451]]);
  assert.equal(found({ notifier: { maxConcurrency: 5, reservedConcurrency: 15 }, account: 100 }), [
    ["notifier", 15],
    ["notifier", 15],
  ]);
});

faults.run();
shares.run();
pool.run();
settings.run();
