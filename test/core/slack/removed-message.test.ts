import * as fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  OVERWRITTEN,
  type RemovedObject,
  removedObjectOf,
} from "../../../src/core/alert/removed-object.ts";
import { removedMessage, removedSummary } from "../../../src/core/slack/removed-message.ts";
import { memberOf } from "../../../src/core/thread/member.ts";
import { tallyOf } from "../../../src/core/thread/tally.ts";
import { deletedEvent } from "../../support/bus-events.ts";
import { assertValidSlack, visibleText } from "../../support/slack-limits.ts";

const REMOVED: RemovedObject = {
  kind: "removed-object",
  identity: "1",
  bucket: "org-logs",
  key: "AWSLogs/<a> `b`.json.gz",
  versionId: "v-1",
  requester: "444455556666",
  sourceIp: "192.0.2.66",
  account: "111122223333",
  region: "us-east-1",
  deletionType: "Permanently Deleted",
  time: Date.UTC(2026, 0, 24, 0, 6),
};
const CONTEXT = { accountNames: { "111122223333": "prod" }, ruleById: () => undefined };
const BARE: RemovedObject = { kind: "removed-object", identity: "1", bucket: "b", key: "k" };

const mrkdwn = (text: string) => ({ type: "mrkdwn", text });

const parents = suite("removedMessage()");

parents("says that a file was overwritten, and what to do", () => {
  const { deletionType: _, requester: __, sourceIp: ___, ...rest } = REMOVED;
  const message = removedMessage({ ...rest, deletionType: OVERWRITTEN }, CONTEXT);
  assertValidSlack(message);
  const text = visibleText(message);
  assert.match(text, "HIGH · A CloudTrail file was overwritten · org-logs");
  assert.match(text, "was overwritten. What is there now is not what was there");
  assert.match(text, "trailbridge validate");
  assert.not.match(text, "removed");
});

parents("says what CloudTrail's digests say of a file, and by what", () => {
  const { requester: _, sourceIp: __, ...rest } = REMOVED;
  const why = "AWSLogs/<d> tells of another content";
  const text = visibleText(removedMessage({ ...rest, deletionType: "Altered", why }, CONTEXT));
  assert.match(text, "HIGH · A CloudTrail file was altered · org-logs");
  assert.match(text, "was altered. CloudTrail's digests say so: AWSLogs/<d> tells");
});

parents("says who removed what for good, and what to do", () => {
  const message = removedMessage(REMOVED, CONTEXT);
  assertValidSlack(message);
  assert.equal(message.blocks, [
    {
      type: "header",
      text: {
        type: "plain_text",
        text: "HIGH · A CloudTrail file was removed · org-logs",
        emoji: false,
      },
    },
    {
      type: "section",
      text: mrkdwn(
        [
          "`AWSLogs/&lt;a&gt; ˋbˋ.json.gz` was removed by *`444455556666`* from `192.0.2.66`. Deleted for good: this version cannot be brought back.",
          "*Bucket*  `org-logs`",
          "prod  `111122223333`  ·  us-east-1",
          "2026-01-24 00:06:00 UTC",
          "*Version*  `v-1`",
        ].join("\n"),
      ),
    },
  ]);
  const [detail] = message.attachments;
  assert.is(detail?.color, "#e8700c");
  assert.equal(detail?.blocks, [
    {
      type: "section",
      text: mrkdwn(
        "*Do*  Nobody needs to remove a trail's files by hand. Find the requester's other calls around this time, and restore the file if the bucket keeps versions.",
      ),
    },
  ]);
});

parents("leaves out what S3 does not say", () => {
  const text = visibleText(removedMessage(BARE, CONTEXT));
  assert.match(
    text,
    /^HIGH · .*\n`k` was removed\. Removed \(S3 does not say how\)\.\n\*Bucket\* {2}`b`\n\*Do/,
  );
});

for (const [deletionType, text] of [
  ["Delete Marker Created", "Hidden by a delete marker: the bucket still has its versions."],
  ["<Moved>", "Removed (<Moved>)."],
] as const) {
  parents(`explains ${deletionType}`, () => {
    assert.match(
      visibleText(removedMessage({ ...BARE, deletionType }, CONTEXT)),
      `\`k\` was removed. ${text}\n`,
    );
  });
}

parents("counts from the second removal on", () => {
  const member = memberOf(BARE, 0);
  const one = removedMessage(BARE, CONTEXT, { tally: tallyOf([member]) });
  assert.not.match(visibleText(one), "files*");
  const tally = tallyOf([
    member,
    { ...member, identity: "2", time: 60_000, resources: ["s3://b/l"] },
  ]);
  assert.match(
    visibleText(removedMessage(BARE, CONTEXT, { tally, isOver: true })),
    "*2 files* in all  ·  1970-01-01 00:00:00 to 00:01:00 UTC  ·  2 resources `s3://b/k` `s3://b/l`",
  );
});

parents("keeps every limit for keys of any text", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 1_024 }), (key) => {
      const removed = removedObjectOf(deletedEvent(key, { requester: key }));
      assert.ok(removed);
      assertValidSlack(removedMessage(removed, CONTEXT));
    }),
  );
});

parents.run();

const summaries = suite("removedSummary()");

summaries("says who, if it is known, and where, escaped and bounded", () => {
  assert.is(removedSummary(BARE), "[high] A CloudTrail file was removed: s3://b/k");
  assert.is(
    removedSummary(REMOVED),
    "[high] A CloudTrail file was removed by 444455556666: s3://org-logs/AWSLogs/&lt;a&gt; `b`.json.gz",
  );
  assert.is(removedSummary({ ...BARE, key: "k".repeat(900) }).length, 600);
});

summaries.run();
