import { SEVERITIES } from "../../core/rule/rule.ts";
import {
  A_COUNT,
  A_FLAG,
  A_TEXT,
  AN_OBJECT,
  aWordOf,
  jsonList,
  jsonMap,
  jsonObject,
  orNull,
  SOME_TEXTS,
  said,
} from "./schema.ts";

/** What `patterns --json` prints. */
export const PATTERNS_SCHEMA = jsonObject(
  {
    rules: jsonList(
      jsonObject({
        id: A_TEXT,
        class: said(
          "exact: the pattern passes what the rule matches or faults on. narrowed: more. always: every event.",
          aWordOf("exact", "narrowed", "always"),
        ),
        pattern: orNull(AN_OBJECT),
        reasons: said("Why parts of the expression are not in the pattern.", SOME_TEXTS),
        condition: said("What must hold for it to match: one of these.", SOME_TEXTS),
      }),
    ),
    packed: said(
      "The patterns as they are deployed.",
      jsonList(
        jsonObject({
          pattern: AN_OBJECT,
          characters: A_COUNT,
          ruleIds: SOME_TEXTS,
          accessDenied: A_FLAG,
          wildcard: A_FLAG,
          group: aWordOf("critical", "others"),
        }),
      ),
    ),
    detailType: said("What each pattern also asks of the detail-type.", jsonList({})),
    problems: said("What EventBridge would refuse, or lose events by.", SOME_TEXTS),
  },
  {
    events: said(
      "With --events: how many pass, and how many of them match.",
      jsonObject({
        events: A_COUNT,
        passed: A_COUNT,
        deliveries: A_COUNT,
        needed: A_COUNT,
        missed: A_COUNT,
        rules: jsonMap(jsonObject({ passed: A_COUNT, matched: A_COUNT })),
      }),
    ),
  },
);

/** What `migrate --json` prints. */
export const MIGRATION_SCHEMA = jsonObject(
  {
    rules: jsonList(
      jsonObject(
        {
          id: A_TEXT,
          python: A_TEXT,
          kind: aWordOf("rule", "ignore"),
          verdict: aWordOf("same", "never", "cannot"),
          reason: A_TEXT,
          remarks: SOME_TEXTS,
        },
        {
          match: A_TEXT,
          isDefault: A_TEXT,
          meant: jsonObject({ python: A_TEXT }, { match: A_TEXT }),
        },
      ),
    ),
    differences: jsonList(jsonObject({ id: A_TEXT, where: A_TEXT, python: A_FLAG, rule: A_FLAG })),
  },
  {
    modules: jsonList(
      jsonObject({ address: A_TEXT, settings: A_TEXT, todo: SOME_TEXTS, changes: SOME_TEXTS }),
    ),
  },
);

/** What `init --json` prints. */
export const STARTER_SCHEMA = jsonObject({
  files: said("Paths of what was written.", SOME_TEXTS),
  next: said(
    "What to do next, in order.",
    jsonList(jsonObject({ says: A_TEXT, commands: SOME_TEXTS })),
  ),
});

/** What `rules list --json` and `rules show --json` print. */
export const RULE_LIST_SCHEMA = jsonList(
  jsonObject(
    {
      id: A_TEXT,
      title: A_TEXT,
      description: A_TEXT,
      severity: aWordOf(...SEVERITIES),
      match: said("Its expression.", A_TEXT),
      tags: SOME_TEXTS,
      references: SOME_TEXTS,
      pack: said("The pack it is of; null if it is one's own.", orNull(A_TEXT)),
      path: A_TEXT,
      tests: jsonList(jsonObject({ name: A_TEXT, expect: aWordOf("match", "no-match") })),
    },
    {
      runbook: A_TEXT,
      severityBy: said(
        "Its severity by context: of these the first that holds.",
        jsonList(
          jsonObject(
            { severity: aWordOf(...SEVERITIES) },
            { accountTags: SOME_TEXTS, when: A_TEXT, reason: A_TEXT },
          ),
        ),
      ),
      attempts: said("same: what was refused is as severe as what succeeded.", aWordOf("same")),
      thread: jsonObject({ by: SOME_TEXTS }),
    },
  ),
);
