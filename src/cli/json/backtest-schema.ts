import { SEVERITIES } from "../../core/rule/rule.ts";
import { STRAY_TIMES } from "./record-schemas.ts";
import {
  A_COUNT,
  A_NUMBER,
  A_TEXT,
  aWordOf,
  jsonList,
  jsonObject,
  orNull,
  said,
} from "./schema.ts";

const A_TIME = { type: "string", format: "date-time" };

const COUNTED = jsonList(jsonObject({ value: A_TEXT, count: A_COUNT }));

const BY_HOUR = said(
  "Hours in which there is something: the hour's beginning, in UTC, and how much.",
  jsonList({
    type: "array",
    items: [A_TEXT, A_COUNT],
    minItems: 2,
    maxItems: 2,
    additionalItems: false,
  }),
);

const MESSAGES = jsonObject({
  posts: said("Messages of their own.", A_COUNT),
  replies: said("Messages under another.", A_COUNT),
  edits: said("Changes of a message, which notify nobody.", A_COUNT),
});

const BOTH = said("Before and after.", {
  type: "array",
  items: [A_COUNT, A_COUNT],
  minItems: 2,
  maxItems: 2,
  additionalItems: false,
});

const A_RULE = jsonObject(
  {
    id: A_TEXT,
    title: A_TEXT,
    description: A_TEXT,
    tags: jsonList(A_TEXT),
    severity: aWordOf(...SEVERITIES),
    events: said("Records it matched and no ignore rule silenced, repeats included.", A_COUNT),
    alerts: said("Events it is told of with, each once.", A_COUNT),
    faults: said("Records that it could not judge.", A_COUNT),
    threads: said("Threads that it leads, over all channels.", A_COUNT),
    messages: MESSAGES,
    hours: BY_HOUR,
    actors: COUNTED,
    calls: COUNTED,
    addresses: COUNTED,
    accounts: COUNTED,
  },
  { example: said("eventID of the last event it alerted of.", A_TEXT) },
);

const A_CHANNEL = jsonObject({
  channel: said("Name of the destination, e.g. `slack:C0123456789`, `bus`.", A_TEXT),
  threads: A_COUNT,
  storms: A_COUNT,
  messages: MESSAGES,
  hours: BY_HOUR,
});

const A_SUGGESTION = jsonObject(
  {
    ruleId: A_TEXT,
    rules: said("Rules to limit it to: those that alerted of these events.", jsonList(A_TEXT)),
    match: said("JMESPath expression of the ignore rule.", A_TEXT),
    alerts: said("Alerts it would silence.", A_COUNT),
    share: said("Of all alerts of the rule, 0 to 1.", A_NUMBER),
  },
  { example: said("eventID of one.", A_TEXT) },
);

const A_SET = jsonObject(
  {
    name: A_TEXT,
    judged: jsonObject({
      filtered: said("Records that `publish` keeps off the bus.", A_COUNT),
      unmatched: A_COUNT,
      ignored: A_COUNT,
      matched: A_COUNT,
      faults: said("Judgements that a rule could not make.", A_COUNT),
    }),
    alerts: said("Events that were alerted of, each once.", A_COUNT),
    repeats: A_COUNT,
    threads: A_COUNT,
    messages: MESSAGES,
    rules: jsonList(A_RULE),
    channels: jsonList(A_CHANNEL),
    ignoreRules: jsonList(jsonObject({ id: A_TEXT, events: A_COUNT })),
    hours: BY_HOUR,
    accounts: jsonList(
      jsonObject(
        {
          account: A_TEXT,
          alerts: A_COUNT,
          hours: said("By hour of the day, in UTC.", jsonList(A_COUNT)),
        },
        { name: A_TEXT },
      ),
    ),
    suggestions: jsonList(A_SUGGESTION),
    complaints: said("What the notifier logged as errors while it folded.", COUNTED),
  },
  {
    held: said(
      "Matched records that count for rules of several events and alert nobody; absent where no rule is such.",
      A_COUNT,
    ),
  },
);

/** What `backtest --json` prints. */
export const BACKTEST_SCHEMA = jsonObject(
  {
    version: { const: 1 },
    period: said(
      "Of the records that were judged, without stray ones.",
      orNull(jsonObject({ from: A_TIME, to: A_TIME })),
    ),
    read: jsonObject({
      files: A_COUNT,
      records: said("All elements; those that are none are `rejected`.", A_COUNT),
      rejected: A_COUNT,
      outside: said("Records of a time that was not asked for.", A_COUNT),
    }),
    unread: said(
      "What could not be read, or is no record; the first thousand.",
      jsonList(jsonObject({ path: A_TEXT, why: A_TEXT }, { where: A_TEXT })),
    ),
    unreadInAll: A_COUNT,
    sets: said("One set of rules, or the two that are compared.", jsonList(A_SET)),
  },
  {
    stray: STRAY_TIMES,
    comparison: jsonObject({
      rules: jsonList(jsonObject({ id: A_TEXT, alerts: BOTH, threads: BOTH, messages: BOTH })),
      channels: jsonList(jsonObject({ channel: A_TEXT, threads: BOTH, messages: BOTH })),
    }),
  },
);
