import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { SeveralEvents } from "../../../src/core/stateful/several-events.ts";
import { severalLines, severalSummary } from "../../../src/core/stateful/several-text.ts";

const START = Date.UTC(2026, 0, 24, 0, 5);
const SECRETS: SeveralEvents = {
  ruleId: "many-secrets",
  kind: "threshold",
  key: "k",
  by: ["arn:aws:iam::111122223333:user/ada", null],
  first: START,
  last: START + 230_000,
  values: ["app-3"],
  events: [
    { time: START, eventName: "GetSecretValue", eventId: "e-1", values: ["app-1"] },
    {
      time: START + 60_000,
      eventName: "BatchGetSecretValue",
      values: ["app-2", "", "a\nb", "x", "y", "z"],
    },
    { time: START + 230_000, eventId: "e-3", values: ["app-3"], refused: true },
  ],
};

const summary = suite("severalSummary()");

summary("says how many events, of how many values, in which time", () => {
  assert.is(severalSummary(SECRETS), "3 events of 8 different in 3m 50s");
  const [first] = SECRETS.events;
  const one = { ...SECRETS, last: START, events: [{ ...first, time: START }] };
  assert.is(severalSummary(one), "1 event of 1 different in one second");
  const plain = SECRETS.events.map(({ values, ...event }) => event);
  assert.is(severalSummary({ ...SECRETS, events: plain }), "3 events in 3m 50s");
});

summary("says what is new, and what followed what", () => {
  const [, second] = SECRETS.events;
  assert.is(
    severalSummary({ ...SECRETS, kind: "firstSeen", events: [second ?? { time: 0 }] }),
    "app-2, (empty), a\nb, x, y and 1 more",
  );
  assert.is(
    severalSummary({ ...SECRETS, kind: "followedBy" }),
    "GetSecretValue, then BatchGetSecretValue, then an unnamed event, in 3m 50s",
  );
});

summary.run();

const lines = suite("severalLines()");

lines("gives each event its line, whatever its texts hold", () => {
  assert.equal(severalLines(SECRETS, 10), [
    "2026-01-24T00:05:00Z  GetSecretValue  app-1  e-1",
    "2026-01-24T00:06:00Z  BatchGetSecretValue  app-2, (empty), a b, x, y and 1 more",
    "2026-01-24T00:08:50Z  an unnamed event, refused  app-3  e-3",
  ]);
});

lines("says how many it leaves out", () => {
  assert.equal(severalLines(SECRETS, 2).slice(1), ["and 2 more"]);
});

lines.run();
