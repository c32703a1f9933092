import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { SeveralEvents } from "../../../src/core/stateful/several-events.ts";
import { alertedRules, graveFaults } from "../../../src/core/verdict/alerted-rules.ts";
import { ruleOf } from "../../support/rules.ts";

const severityBy = [
  { severity: "critical", accountTags: ["production"], accounts: ["111122223333"] },
  { severity: "low", when: "eventName == 'A'", reason: "it is trusted" },
] as const;
const RULES = {
  rules: [
    ruleOf("plain", { severity: "high" }),
    ruleOf("contextual", { severity: "medium", severityBy }),
    ruleOf("same", { severity: "high", severityBy, attempts: "same" }),
  ],
};
const RAISED = { severity: "critical", by: 0 } as const;
const LOWERED = { severity: "low", by: 1 } as const;
const NONE = { isRefused: false, severities: {}, several: [] };

const told = suite("alertedRules()");

told("sorts rules by their severity in the event's context, and says why it is that", () => {
  const ids = ["plain", "contextual", "same"];
  const rules = alertedRules(ids, RULES, {
    ...NONE,
    severities: { contextual: RAISED, same: LOWERED },
  });
  assert.equal(
    rules.map(({ id, severity, reason }) => [id, severity, reason]),
    [
      [
        "contextual",
        "critical",
        "Raised from medium to critical: the account is tagged production",
      ],
      ["plain", "high", undefined],
      ["same", "low", "Lowered from high to low: it is trusted"],
    ],
  );
});

told("takes two steps off for a refused call once the context is known, and not before", () => {
  const severities = { contextual: RAISED, same: RAISED };
  const rules = alertedRules(["contextual", "same"], RULES, {
    ...NONE,
    isRefused: true,
    severities,
  });
  assert.equal(
    rules.map(({ id, severity }) => [id, severity]),
    [
      ["same", "critical"],
      ["contextual", "medium"],
    ],
  );
});

told("takes of several events the most severe context, whichever came last", () => {
  const several = (events: SeveralEvents["events"]): SeveralEvents => ({
    ruleId: "contextual",
    kind: "threshold",
    key: "k",
    by: [],
    first: 0,
    last: 1,
    events,
    values: [],
  });
  const one = (events: SeveralEvents["events"]) =>
    alertedRules(["contextual"], RULES, {
      ...NONE,
      severities: { contextual: LOWERED },
      several: [several(events)],
    })[0];
  const raised = one([
    { time: 0, severity: "critical" },
    { time: 1, severity: "low" },
  ]);
  assert.is(raised?.severity, "critical");
  assert.is(raised?.reason, "Raised from medium to critical");
  assert.is(one([{ time: 0, severity: "low" }])?.severity, "low");
  assert.is(one([])?.severity, "low");
});

told("keeps an id without a rule under its own name", () => {
  assert.equal(alertedRules(["gone"], RULES, NONE), [
    { id: "gone", title: "gone", severity: "medium" },
  ]);
});

told.run();

const grave = suite("graveFaults()");

grave(
  "finds rules that are high or critical in the event's context, and could not judge it",
  () => {
    const faults = ["plain", "contextual", "same"].map((ruleId) => ({ ruleId, message: "m" }));
    assert.equal(graveFaults({ faults }, RULES), ["plain", "same"]);
    const severities = { contextual: RAISED };
    assert.equal(graveFaults({ faults, severities }, RULES), ["plain", "contextual", "same"]);
  },
);

grave("leaves out rules that judged the event, and not their severity, and those exempt", () => {
  const faults = [
    { ruleId: "plain", message: "m", of: "severity" },
    { ruleId: "same", message: "m", exempt: true },
  ] as const;
  assert.equal(graveFaults({ faults }, RULES), []);
  assert.equal(graveFaults({}, RULES), []);
});

grave.run();
