import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { BusEntry } from "../../../src/core/entry/bus-entry.ts";
import {
  deniedFilesNotice,
  misplacedRecordsNotice,
  otherBucketNotice,
  overdueFilesNotice,
  unreadableFileNotice,
} from "../../../src/core/entry/operator-notice.ts";

const test = suite("notices to operators");

const NOW = Date.UTC(2026, 0, 24, 0, 5);
const FILE = { bucket: "org-logs", key: "AWSLogs/1/x.json.gz" };
const ADDRESS = "s3://org-logs/AWSLogs/1/x.json.gz";
const OBSTACLE = { code: "AccessDenied", message: "Access Denied" };

const notices: [what: string, entry: BusEntry, notice: Record<string, string>, advice?: RegExp][] =
  [
    [
      "a file nobody can read",
      unreadableFileNotice(
        FILE,
        "Cannot read log file as it has 3 bytes: it has 4",
        undefined,
        NOW,
      ),
      {
        kind: "unreadable-log-file",
        title: "A log file could not be read",
        text: `${ADDRESS}, and maybe others of the bucket: Cannot read log file as it has 3 bytes: it has 4`,
        reason: "Cannot read log file as it has 3 bytes: it has 4",
        dedupe:
          "unreadable-log-files#org-logs#Cannot read log file as it has 0 bytes#2026-01-24T00",
      },
    ],
    [
      "files that S3 does not give out",
      deniedFilesNotice(FILE, OBSTACLE, 12, NOW),
      {
        kind: "denied-log-files",
        title: "Log files may not be read",
        text: `${ADDRESS}, and maybe others of the bucket: Access Denied`,
        reason: "AccessDenied",
        dedupe: "denied-log-files#org-logs#AccessDenied#2026-01-24",
      },
      /for 12 hours, then it is a dead letter; nothing is lost\..*s3:GetObject.*kms:Decrypt/,
    ],
    [
      "files that were given up",
      overdueFilesNotice(FILE, OBSTACLE, 12, NOW),
      {
        kind: "overdue-log-files",
        title: "Log files were given up",
        text: `${ADDRESS}, and maybe others of the bucket: Access Denied`,
        reason: "AccessDenied",
        dedupe: "overdue-log-files#org-logs#AccessDenied#2026-01-24",
      },
      /for 12 hours and waits in the splitter's dead letters: remove the cause, then redrive/,
    ],
    [
      "records in another account's file",
      misplacedRecordsNotice(FILE, { index: 3, account: "444455556666" }, NOW),
      {
        kind: "misplaced-records",
        title: "Records are in another account's log file",
        text: "CloudTrail does not write such files. Their records are judged like all others, but may be made up.",
        reason: "record 3 says it is of account 444455556666",
        dedupe: "misplaced-records#org-logs#2026-01-24",
      },
      /^Find out who wrote the file/,
    ],
    [
      "files of another bucket",
      otherBucketNotice(FILE, "logs", NOW),
      {
        kind: "other-bucket",
        title: "A notification names log files of another bucket",
        text: "They are not read.",
        reason: "the settings name the bucket logs",
        dedupe: "other-bucket#2026-01-24",
      },
      /correct the setting; else see who sends/,
    ],
  ];

for (const [what, { source, detailType, resources, detail }, expected, advice] of notices) {
  test(`tell of ${what}`, () => {
    assert.equal(
      [source, detailType, resources],
      ["trailbridge", "Trailbridge Operator Notice", []],
    );
    const { trailbridge, notice } = JSON.parse(detail);
    assert.equal(Object.keys(trailbridge), ["version"]);
    const { advice: given, ...rest } = notice;
    assert.equal(rest, { ...expected, ...FILE });
    if (advice === undefined) assert.is(given, undefined);
    else assert.match(given, advice);
  });
}

test.run();
