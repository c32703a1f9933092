import { STRAY_TIMES } from "./record-schemas.ts";
import { A_COUNT, A_TEXT, jsonMap, jsonObject, SOME_TEXTS, said } from "./schema.ts";

/** What `except --json` prints. */
export const EXCEPTION_SCHEMA = jsonObject(
  {
    id: said("Of the ignore rule.", A_TEXT),
    file: said("Its file, YAML.", A_TEXT),
    silenced: said(
      "What it would have done to the records of --in.",
      jsonObject(
        {
          records: said("Records that were looked at.", A_COUNT),
          alerting: said("Events among them that rules match and nothing silences.", A_COUNT),
          silenced: said("Of these, those that it would silence.", A_COUNT),
          reduced: said(
            "Of these, those that would lose a rule and still alert by others.",
            A_COUNT,
          ),
          rules: said(
            "Rule → events it matches, and how many of them it would lose.",
            jsonMap(jsonObject({ alerting: A_COUNT, silenced: A_COUNT })),
          ),
          examples: said("eventIDs of the first few.", SOME_TEXTS),
        },
        {
          first: said("eventTime of the first that it would silence, without stray ones.", A_TEXT),
          last: said("eventTime of the last.", A_TEXT),
          stray: STRAY_TIMES,
        },
      ),
    ),
  },
  { path: said("Where the file was written.", A_TEXT) },
);
