import {
  A_FLAG,
  A_TEXT,
  AN_OBJECT,
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
