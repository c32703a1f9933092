import {
  A_COUNT,
  A_FLAG,
  A_NUMBER,
  A_TEXT,
  AN_OBJECT,
  aWordOf,
  jsonList,
  jsonObject,
  orNull,
  SOME_TEXTS,
  said,
} from "./schema.ts";

/** A line of `judge`. */
export const JUDGED_SCHEMA = jsonObject(
  {
    eventID: said("The record's eventID; null if it has none.", orNull(A_TEXT)),
    matched: said("Ids of the rules it matches, in rule order.", SOME_TEXTS),
    ignoredBy: said("Id of the ignore rule that silences it.", orNull(A_TEXT)),
    faults: said(
      "Rules that could not judge it, and why.",
      jsonList(jsonObject({ ruleId: A_TEXT, message: A_TEXT }, { exempt: A_FLAG })),
    ),
  },
  {
    alerts: said(
      "Ids of the rules that alert there; absent where no rule asks for several events.",
      SOME_TEXTS,
    ),
    published: said("Whether it goes on the bus; absent where every record does.", A_FLAG),
    truncated: said("What of it the bus event lacks, or has otherwise.", SOME_TEXTS),
    rejected: said("Why it is no record.", A_TEXT),
  },
);

/** A line of `split`: an entry as PutEvents takes it, its detail an object. */
export const ENTRY_SCHEMA = jsonObject(
  {
    Source: A_TEXT,
    DetailType: A_TEXT,
    Resources: said("ARNs.", SOME_TEXTS),
    Detail: said("The flat event.", AN_OBJECT),
  },
  { Time: said("The record's eventTime.", { type: "string", format: "date-time" }) },
);

/** Records whose times are far from those of all others. */
export const STRAY_TIMES = said(
  "Records of times far from all others, and their days in UTC, the first hundred; absent of none.",
  jsonObject({
    records: A_COUNT,
    days: jsonList(jsonObject({ day: A_TEXT, records: A_COUNT })),
  }),
);

/** What `cost --json` prints; money is US dollars for 30 days. */
export const COST_SCHEMA = jsonObject({
  prices: jsonObject({ date: A_TEXT, region: A_TEXT }),
  sample: said(
    "Null without --logs: then the bills are of a million records a month.",
    orNull(
      jsonObject({ files: A_COUNT, records: A_COUNT, days: A_NUMBER }, { stray: STRAY_TIMES }),
    ),
  ),
  bills: jsonList(
    jsonObject({
      publish: aWordOf("all", "matched", "filter"),
      recordsPerFile: A_NUMBER,
      records: said("Of the sample, or of the million, on the bus.", A_COUNT),
      units: said("Of 64 KB, as EventBridge counts them.", A_COUNT),
      items: jsonList(jsonObject({ what: A_TEXT, counted: A_TEXT, dollars: A_NUMBER })),
      dollars: A_NUMBER,
    }),
  ),
  assumptions: SOME_TEXTS,
});
