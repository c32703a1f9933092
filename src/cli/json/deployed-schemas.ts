import {
  A_COUNT,
  A_FLAG,
  A_NUMBER,
  A_TEXT,
  aWordOf,
  jsonList,
  jsonMap,
  jsonObject,
  orNull,
  SOME_TEXTS,
  said,
} from "./schema.ts";

/** What `discover --json` prints. */
export const TRAILS_SCHEMA = jsonObject({
  account: A_TEXT,
  trails: jsonList(
    jsonObject(
      {
        name: A_TEXT,
        arn: A_TEXT,
        homeRegion: A_TEXT,
        bucket: A_TEXT,
        isOrganizationTrail: A_FLAG,
        isMultiRegion: A_FLAG,
        isChosen: said("Whether it is the one whose settings are printed without --json.", A_FLAG),
        settings: said(
          "The settings it asks for.",
          jsonObject({
            account: A_TEXT,
            region: A_TEXT,
            logs: jsonObject(
              { bucket: A_TEXT, prefix: A_TEXT, via: aWordOf("s3", "sns", "sqs") },
              { kmsKeyArn: A_TEXT, readRoleArn: A_TEXT, topicArn: A_TEXT },
            ),
          }),
        ),
        remarks: said("What is still to be done, or looked at.", SOME_TEXTS),
      },
      { keyPrefix: A_TEXT, topicArn: A_TEXT, kmsKeyArn: A_TEXT },
    ),
  ),
});

/** What stands on a bus. */
const BUS_SCHEMA = jsonObject({
  bus: A_TEXT,
  foreign: said(
    "Rules and targets that are not the stack's.",
    jsonList(
      jsonObject(
        {
          name: A_TEXT,
          arn: A_TEXT,
          enabled: A_FLAG,
          targets: jsonList(jsonObject({ id: A_TEXT, arn: A_TEXT })),
          isForeign: said("Whether the rule itself is; else targets of it are.", A_FLAG),
        },
        { managedBy: A_TEXT },
      ),
    ),
  ),
  rules: jsonObject({ inUse: A_COUNT, quota: A_COUNT }),
  targets: jsonObject({ most: A_COUNT, quota: A_COUNT }),
});

/** What `status --json` prints: of a stack, or with `--bus` of a bus alone. */
export const STATUS_SCHEMA = {
  anyOf: [
    BUS_SCHEMA,
    jsonObject(
      {
        stack: A_TEXT,
        version: said("Of the program that asked.", A_TEXT),
        hours: A_COUNT,
        problems: said("What could not be asked, and why.", SOME_TEXTS),
      },
      {
        deployedVersion: said(
          "What the stack was deployed by; null: by one that did not say which.",
          orNull(A_TEXT),
        ),
        counters: jsonMap(A_NUMBER),
        brokenSums: said("Sums that do not hold, as they should read.", SOME_TEXTS),
        alertsByRule: jsonMap(A_NUMBER),
        oldestWaitingSeconds: said("The most of the last hour.", A_NUMBER),
        canarySeconds: said("The most of the last hour.", A_NUMBER),
        channels: jsonList(
          jsonObject({ channel: A_TEXT, waiting: A_COUNT, oldestSeconds: A_COUNT }),
        ),
        queues: said("Messages by queue.", jsonMap(A_COUNT)),
        deadLetters: said("Messages by stage.", jsonMap(A_COUNT)),
        muted: jsonList(
          jsonObject({
            kind: aWordOf("actor", "rule", "thread"),
            label: A_TEXT,
            until: said("Milliseconds since the epoch.", A_COUNT),
            by: A_TEXT,
          }),
        ),
        logFiles: said(
          "The newest of each account.",
          jsonList(jsonObject({ account: A_TEXT, key: A_TEXT, at: said("ISO 8601.", A_TEXT) })),
        ),
        bus: BUS_SCHEMA,
      },
    ),
  ],
};

/** What `validate --json` prints. */
export const VALIDATION_SCHEMA = jsonObject({
  digests: A_COUNT,
  logFiles: A_COUNT,
  findings: jsonList(
    jsonObject({
      kind: aWordOf("missing", "altered", "unsigned", "broken chain", "unreadable"),
      object: A_TEXT,
      why: A_TEXT,
    }),
  ),
});

/** What `run --json` prints, each time it says what all came to. */
export const RUN_SCHEMA = jsonObject(
  {
    seconds: A_NUMBER,
    objects: said("Put into the bucket.", A_COUNT),
    counters: said("By function, then by name.", jsonMap(jsonMap(A_NUMBER))),
    rules: jsonList(jsonObject({ id: A_TEXT, severity: A_TEXT, alerts: A_COUNT })),
    destinations: jsonList(
      jsonObject({ name: A_TEXT, messages: A_COUNT, threads: A_COUNT, replies: A_COUNT }),
    ),
    deadLetters: jsonList(jsonObject({ queue: A_TEXT, reason: A_TEXT })),
    refusals: said(
      "Calls that the template's policies do not allow.",
      jsonList(
        jsonObject({
          caller: A_TEXT,
          action: A_TEXT,
          resource: A_TEXT,
          why: A_TEXT,
          count: A_COUNT,
        }),
      ),
    ),
  },
  { waiting: said("Messages in the buffer that wait for another attempt.", A_COUNT) },
);

const AN_ACCOUNT = {
  id: A_TEXT,
  name: A_TEXT,
  state: aWordOf("PENDING_ACTIVATION", "ACTIVE", "SUSPENDED", "PENDING_CLOSURE", "CLOSED"),
};

/** What `accounts --json` prints. */
export const ACCOUNTS_SCHEMA = jsonObject({
  accounts: said("All of the organisation.", jsonList(jsonObject(AN_ACCOUNT))),
  added: said("Not named in the settings before.", jsonList(jsonObject(AN_ACCOUNT))),
  renamed: said(
    "Named otherwise in the settings; so only with --rename.",
    jsonList(jsonObject({ ...AN_ACCOUNT, was: A_TEXT })),
  ),
  foreign: said(
    "Named in the settings, and not of the organisation.",
    jsonList(jsonObject({ id: A_TEXT, name: A_TEXT })),
  ),
  inactive: said("Of the organisation, and not active.", jsonList(jsonObject(AN_ACCOUNT))),
  isWritten: A_FLAG,
});
