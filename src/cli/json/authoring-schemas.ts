import { SEVERITIES } from "../../core/rule/rule.ts";
import {
  A_COUNT,
  A_FLAG,
  A_NUMBER,
  A_TEXT,
  aWordOf,
  jsonList,
  jsonObject,
  said,
} from "./schema.ts";

/** What is wrong with a file, and where. */
const A_PLACED = {
  path: A_TEXT,
  line: said("From 1.", A_COUNT),
  field: said("`tests[0].event`; empty for the file as a whole.", A_TEXT),
  message: A_TEXT,
  excerpt: said("The line of the file, with carets below what is wrong.", A_TEXT),
};

/** A clause and the clauses it is made of. */
const A_CLAUSE = jsonObject(
  {
    text: A_TEXT,
    span: jsonObject({ start: A_COUNT, end: A_COUNT }),
    result: aWordOf("true", "false", "fault"),
    reached: said("Whether judging gets as far.", A_FLAG),
    reads: jsonList(jsonObject({ path: A_TEXT }, { value: {} })),
    children: said("Clauses like this one.", jsonList({ type: "object" })),
  },
  {
    joint: aWordOf("all", "any", "not", "choice"),
    value: said("Any JSON; missing where it faults.", {}),
    fault: A_TEXT,
  },
);

/** What `fmt --json` prints. */
export const FMT_SCHEMA = jsonObject({
  files: said("How many were read.", A_COUNT),
  changed: said(
    "Paths of those that are formatted anew or, with --check, not formatted.",
    jsonList(A_TEXT),
  ),
  problems: said("Why others could not be formatted.", jsonList(jsonObject(A_PLACED))),
});

/** What `test --json` prints. */
export const TEST_SCHEMA = jsonObject(
  {
    rules: A_COUNT,
    tests: A_COUNT,
    failures: jsonList(
      jsonObject(
        {
          path: A_TEXT,
          line: A_COUNT,
          rule: A_TEXT,
          test: A_TEXT,
          expect: aWordOf("match", "no-match", "alert", "no-alert"),
          given: said(
            "match, no-match, alert, no-alert, of one whose severity is asked with that, or a fault and why.",
            A_TEXT,
          ),
        },
        {
          severity: said(
            "How severe the alert must be, where the test says so.",
            aWordOf(...SEVERITIES),
          ),
          clause: said("Of one event: the expression, with what each clause gives.", A_CLAUSE),
          timeline: said(
            "Of several events: what the rule made of each, by time.",
            jsonList(
              jsonObject({
                at: said("Milliseconds since the first.", A_COUNT),
                eventName: A_TEXT,
                says: A_TEXT,
              }),
            ),
          ),
        },
      ),
    ),
    problems: said("What else is wrong with the rules.", jsonList(jsonObject(A_PLACED))),
  },
  {
    coverage: jsonObject({
      percent: A_NUMBER,
      rules: jsonList(
        jsonObject({
          path: A_TEXT,
          line: A_COUNT,
          rule: A_TEXT,
          clauses: jsonList(
            jsonObject({
              text: A_TEXT,
              span: jsonObject({ start: A_COUNT, end: A_COUNT }),
              holds: said("Whether a test reaches it and it holds.", A_FLAG),
              fails: said("Whether a test reaches it and it does not.", A_FLAG),
            }),
          ),
        }),
      ),
    }),
  },
);

const A_BUDGET = jsonObject({ used: A_COUNT, limit: A_COUNT });

/** What `check --json` prints. */
export const CHECK_SCHEMA = jsonObject(
  {
    findings: jsonList(
      jsonObject({
        id: said("Name of the kind of finding, by which it is switched off.", A_TEXT),
        level: aWordOf("error", "warning", "style"),
        ...A_PLACED,
      }),
    ),
    rules: A_COUNT,
    ignoreRules: A_COUNT,
  },
  {
    budgets: said(
      "What the rules use up of what a bus takes; missing where they cannot be packed.",
      jsonObject({ busRules: A_BUDGET, wildcards: A_BUDGET, characters: A_BUDGET }),
    ),
  },
);
