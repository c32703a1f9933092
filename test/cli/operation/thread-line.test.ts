import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inkOf } from "../../../src/cli/explanation/ink.ts";
import { isWanted, threadFacts, threadLine } from "../../../src/cli/operation/thread-line.ts";
import type { Subject } from "../../../src/core/alert/subject.ts";
import type { FollowedThread } from "../../../src/core/operation/followed-threads.ts";
import { alertWith } from "../../support/alerts.ts";
import { windowHead } from "../../support/window-heads.ts";

function threadOf(subject: Subject | undefined, head = {}): FollowedThread {
  const windows = new Map([["slack:C1", "w-1"]]);
  return { windows, head: windowHead(head), subject, count: 2 };
}

const lineOf = (thread: FollowedThread, colour = false) =>
  threadLine({ what: "new", thread }, threadFacts(thread), 5_000, inkOf(colour));

const line = suite("threadLine");

line("shows when, how grave, how many, what, who and where, by which rule", () => {
  assert.is(
    lineOf(threadOf(alertWith())),
    "1970-01-01T00:00:00Z  high      new x2     Trail stopped  by ada StopLogging in 111122223333 us-east-1 from 192.0.2.10  rule w-1\n",
  );
  const more = { what: "more", thread: threadOf(alertWith()) } as const;
  assert.match(
    threadLine(more, threadFacts(more.thread), 5_000, inkOf(false)),
    /^1970-01-01T00:00:05Z/,
  );
});

line("has colours only where they are asked for", () => {
  assert.ok(lineOf(threadOf(alertWith()), true).includes("\u001b[31mhigh"));
  assert.not.ok(lineOf(threadOf(alertWith())).includes("\u001b"));
});

line("shows removed files, notices, and what it cannot read", () => {
  const removed: Subject = {
    kind: "removed-object",
    identity: "1",
    bucket: "trail",
    key: "a\nb.json.gz",
    requester: "111122223333",
    deletionType: "Permanently Deleted",
  };
  assert.match(
    lineOf(threadOf(removed)),
    /A CloudTrail file .*: s3:\/\/trail\/a\\u000ab\.json\.gz {2}by 1/,
  );
  const notice: Subject = {
    kind: "notice",
    identity: "n",
    title: "A rule faults",
    text: "",
    facts: [],
  };
  assert.match(lineOf(threadOf(notice)), /A rule faults {2}w-1\n$/);
  assert.match(
    lineOf(threadOf(undefined)),
    /of another version, which cannot be read here {2}rule/,
  );
});

line.run();

const wanted = suite("isWanted");

wanted("asks for a rule, a severity and an account, each that is given", () => {
  const facts = threadFacts(
    threadOf(alertWith({ ruleIds: ["a", "b"], callerAccount: "444455556666" })),
  );
  const accounts = ["444455556666"];
  assert.ok(isWanted(facts, {}));
  assert.ok(isWanted(facts, { rules: ["x", "b"], severity: "high", accounts }));
  assert.ok(isWanted(facts, { severity: "medium", accounts: ["111122223333"] }));
  assert.not.ok(isWanted(facts, { severity: "critical" }));
  assert.not.ok(isWanted(facts, { rules: ["x"] }));
  assert.not.ok(isWanted(facts, { accounts: ["777788889999"] }));
  assert.not.ok(isWanted(threadFacts(threadOf(undefined)), { accounts }));
});

wanted.run();
