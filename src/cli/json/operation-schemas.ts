import {
  A_COUNT,
  A_FLAG,
  A_TEXT,
  aWordOf,
  jsonList,
  jsonMap,
  jsonObject,
  SOME_TEXTS,
  said,
} from "./schema.ts";

/** What `redrive --json` prints. */
export const REDRIVE_SCHEMA = jsonObject({
  stack: A_TEXT,
  dryRun: A_FLAG,
  queues: jsonList(
    jsonObject(
      {
        stage: aWordOf("splitter", "critical", "buffer", "notifier", "consumers"),
        sent: said("Sent to the queue they came from; in a dry run, would be.", A_COUNT),
        put: said("Put onto the bus once more.", A_COUNT),
        dropped: said("Deleted, as nothing is to be done again.", A_COUNT),
        stayed: said("Left, as nobody would understand them.", A_COUNT),
        came: said("Left, as they came after the start.", A_COUNT),
        isPartial: said("Whether there may be more.", A_FLAG),
        items: said(
          "The first thousand, each in words.",
          jsonList(
            jsonObject(
              { id: A_TEXT, to: aWordOf("queue", "bus", "nowhere", "stay"), what: A_TEXT },
              { why: A_TEXT },
            ),
          ),
        ),
      },
      { consumer: A_TEXT },
    ),
  ),
});

/** What `mute --json` prints. */
export const MUTES_SCHEMA = jsonObject({
  muted: jsonList(
    jsonObject(
      {
        kind: aWordOf("actor", "rule", "thread"),
        value: said("A rule's id, an actor's key, a thread's id.", A_TEXT),
        label: A_TEXT,
        by: A_TEXT,
        since: said("ISO 8601.", A_TEXT),
        until: said("ISO 8601.", A_TEXT),
      },
      { reason: A_TEXT },
    ),
  ),
});

/** What `replay --json` prints. */
export const REPLAY_SCHEMA = jsonObject({
  name: said("In each event that goes through the splitter and pages nobody.", A_TEXT),
  through: aWordOf("splitter", "rules"),
  page: A_FLAG,
  isDone: said("Whether it came to its end.", A_FLAG),
  files: A_COUNT,
  records: said("Read here: 0 through the splitter.", A_COUNT),
  sent: said("Messages to the splitter or the notifier.", A_COUNT),
  matched: said("Records by the rule that matches them.", jsonMap(A_COUNT)),
});

/** A line of what `tail --json` prints. */
export const TAIL_SCHEMA = jsonObject(
  {
    what: said("Whether the thread began, or more came to it.", aWordOf("new", "more")),
    kind: aWordOf("alert", "removed-object", "notice"),
    count: said("Its events so far.", A_COUNT),
    openedAt: said("ISO 8601.", A_TEXT),
    severity: aWordOf("info", "low", "medium", "high", "critical"),
    title: A_TEXT,
    rules: said("Ids of the rules that its first event matched.", SOME_TEXTS),
    windows: said(
      "Where it is told, and the id that `mute` takes there.",
      jsonList(jsonObject({ channel: A_TEXT, id: A_TEXT })),
    ),
  },
  {
    actor: A_TEXT,
    account: A_TEXT,
    callerAccount: said("The actor's, where it is another one.", A_TEXT),
    region: A_TEXT,
    eventName: A_TEXT,
    address: A_TEXT,
    outcome: aWordOf("failed", "refused"),
    eventId: said("Of its first event.", A_TEXT),
    source: said(
      "Log file of its first event, and the record's place in it.",
      jsonObject({ bucket: A_TEXT, key: A_TEXT }, { index: A_COUNT }),
    ),
  },
);

/** What `uninstall --json` prints. */
export const UNINSTALL_SCHEMA = jsonObject({
  stack: A_TEXT,
  stays: said(
    "What is there, and costs, once the stack is deleted.",
    jsonList(jsonObject({ type: A_TEXT, name: A_TEXT, cost: A_TEXT, remove: A_TEXT })),
  ),
  elsewhere: said("What was given to other accounts, by the output that names it.", SOME_TEXTS),
});

/** What `send-test --json` prints. */
export const SEND_TEST_SCHEMA = jsonObject({
  test: said("In each message.", A_TEXT),
  results: jsonList(
    jsonObject(
      {
        destination: A_TEXT,
        namedBy: said("Where the settings name it.", SOME_TEXTS),
        verdict: said(
          "unasked: what it is reached by could not be asked.",
          aWordOf("sent", "refused", "unasked"),
        ),
        what: A_TEXT,
      },
      { fix: A_TEXT },
    ),
  ),
});
