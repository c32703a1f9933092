import { suite } from "uvu";
import * as assert from "uvu/assert";
import { asksText } from "../../../src/core/stateful/asks-text.ts";
import type { Stateful } from "../../../src/core/stateful/stateful.ts";

const test = suite("asksText()");

const CASES: readonly (readonly [asked: Stateful, text: string | undefined])[] = [
  [{}, undefined],
  [
    { threshold: { count: 20, within: 300_000, by: ["$issuer", "$account"] } },
    "20 events within 5m, of one $issuer and $account",
  ],
  [
    { threshold: { count: 3, within: 90_000, by: ["$issuer"], distinct: ["a.b", "c"] } },
    "3 different values of a.b or c within 90s, of one $issuer",
  ],
  [
    { firstSeen: { of: ["awsRegion"], by: ["$account"], days: 30, learnDays: 7 } },
    "a value of awsRegion that is new in 30 days, of one $account; the first 7 days are for learning",
  ],
  [
    { firstSeen: { of: ["$issuer", "$network"], by: ["$account"], days: 9, learnDays: 0 } },
    "a value of $issuer and $network that is new in 9 days, of one $account",
  ],
  [
    {
      followedBy: {
        within: 3_600_000,
        by: ["$issuer"],
        steps: [
          { match: "eventName == 'B'\n", by: ["$issuer"] },
          { match: "eventName == 'C'", by: ["$issuer"] },
        ],
      },
    },
    "then eventName == 'B', then eventName == 'C', all within 1h, of one $issuer",
  ],
];

for (const [asked, text] of CASES) {
  test(`says ${text ?? "nothing of a rule of one event"}`, () => {
    assert.is(asksText(asked), text);
  });
}

test.run();
