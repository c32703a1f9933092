import { suite } from "uvu";
import * as assert from "uvu/assert";
import { severalFacts, severalSections } from "../../../src/core/slack/several-sections.ts";
import { alertWith } from "../../support/alerts.ts";

const START = Date.UTC(2026, 0, 24, 0, 5);

const test = suite("severalSections()");

test("gives an alert of one event nothing", () => {
  assert.equal(severalFacts(alertWith()), []);
  assert.equal(severalSections(alertWith()), []);
});

test("lists the events where nothing of theirs is read as markup", () => {
  const event = { time: START, eventName: "Get<!channel>", values: ["```", "*b*"], eventId: "e-1" };
  const alert = alertWith({
    several: [
      {
        ruleId: "many",
        kind: "threshold",
        key: "k",
        by: ["ada"],
        first: START,
        last: START + 60_000,
        events: [event, { ...event, time: START + 60_000 }],
        values: [],
      },
    ],
  });
  assert.equal(severalFacts(alert), [["Together", "2 events of 2 different in 1m"]]);
  const text = JSON.stringify(severalSections(alert));
  assert.match(text, /The 2 events/);
  assert.match(text, /Get&lt;!channel&gt;/);
  assert.not.match(text.replaceAll("```\\n", "").replaceAll("\\n```", ""), /```/);
});

test.run();
