import { suite } from "uvu";
import * as assert from "uvu/assert";
import { strayText } from "../../../src/core/spread/stray-times.ts";

const test = suite("strayText()");

test("says nothing of none", () => {
  assert.is(strayText({ records: 0, days: [] }), undefined);
});

test("counts and names them, and says how many it does not name", () => {
  const days = [1, 2, 3, 4, 5, 6].map((n) => ({ day: `209${n}-01-01`, records: n }));
  assert.is(
    strayText({ records: 1, days: days.slice(0, 1) }),
    "1 record is of times far from all others: 2091-01-01 (1)",
  );
  assert.is(
    strayText({ records: 21, days }),
    "21 records are of times far from all others: 2091-01-01 (1), 2092-01-01 (2), 2093-01-01 (3), 2094-01-01 (4), 2095-01-01 (5), and 6 more",
  );
});

test.run();
