import {
  A_COUNT,
  A_FLAG,
  A_NUMBER,
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

const A_SCALAR = { anyOf: [A_TEXT, A_NUMBER, A_FLAG] };

const OUTCOME = aWordOf("match", "no match", "fault");

const CLAUSE = said(
  "Its expression as a tree: text, span, joint (all, any, not, choice), result (true, false, fault), value, fault, reached, reads, children.",
  AN_OBJECT,
);

/** A line of `explain --json`. */
export const EXPLAINED_SCHEMA = jsonObject(
  {
    where: said("File and place of the record.", A_TEXT),
    becomes: aWordOf("alert", "counted", "ignored", "unmatched", "not published"),
    counted: said(
      "What it counts for under matched rules of several events.",
      jsonList(
        jsonObject(
          {
            id: A_TEXT,
            asks: said("What the rule asks, in words.", A_TEXT),
            by: said("The keys, and what the event has there.", {
              type: "array",
              items: { type: "array", items: orNull(A_TEXT), minItems: 2, maxItems: 2 },
            }),
            values: SOME_TEXTS,
          },
          { step: A_COUNT },
        ),
      ),
    ),
    matched: said(
      "Ids of the rules it matches and that nothing silences, in rule order.",
      SOME_TEXTS,
    ),
    event: said("The flat event.", jsonMap(A_SCALAR)),
    altered: said("What of it the bus event lacks, or has otherwise.", SOME_TEXTS),
    rules: jsonList(
      jsonObject(
        {
          id: A_TEXT,
          title: A_TEXT,
          severity: A_TEXT,
          outcome: OUTCOME,
          clause: CLAUSE,
          changes: said(
            "Changes of one flat key each that would make it match; without `from` there is no such key now, without `to` there would be none.",
            jsonList(jsonObject({ path: A_TEXT }, { from: A_SCALAR, to: A_SCALAR })),
          ),
        },
        { exemptBy: said("Ignore rule that silences this rule here.", A_TEXT) },
      ),
    ),
    ignoreRules: jsonList(
      jsonObject(
        {
          id: A_TEXT,
          reason: A_TEXT,
          owner: A_TEXT,
          isExpired: A_FLAG,
          outcome: OUTCOME,
          clause: CLAUSE,
        },
        { expires: A_TEXT, rules: said("It silences these alone.", SOME_TEXTS) },
      ),
    ),
    awsRules: said(
      "AWS rules whose pattern lets it through.",
      jsonList(jsonObject({ name: A_TEXT, ruleIds: SOME_TEXTS, pattern: AN_OBJECT })),
    ),
  },
  {
    ignoredBy: said("Id of the ignore rule that silences it.", A_TEXT),
    alert: jsonObject(
      {
        subject: said("The alert as it is kept and drawn.", AN_OBJECT),
        severity: A_TEXT,
        threadKey: A_TEXT,
        threadParts: said(
          "What the key is made of: name and value.",
          jsonList({ type: "array", minItems: 1, maxItems: 2 }),
        ),
        message: said("The thread's first Slack message.", AN_OBJECT),
      },
      {
        destinations: said("Where it goes; absent without settings.", SOME_TEXTS),
        details: said("The reply with what the message leaves out.", AN_OBJECT),
      },
    ),
  },
);
