import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Notice } from "../../../src/core/alert/notice.ts";
import { headOf, markFor, memberOfDelivery } from "../../../src/notifier/record/window-facts.ts";

const OPTIONS = { windowSeconds: 900, groupWaitSeconds: 5, snsEach: false, random: () => "abcdef" };

const noticeOf = (facts: Notice["facts"]): Notice => ({
  kind: "notice",
  identity: "n",
  title: "A file is unreadable",
  text: "",
  facts,
});

const deliveryOf = (facts: Notice["facts"]) => ({
  subject: noticeOf(facts),
  whole: () => noticeOf(facts),
  destination: { kind: "slack-app", channel: "C1" } as const,
  channel: "slack:C1",
  identity: "notice#n",
  thread: "notice#n",
  sns: () => ({ subject: "", body: "", attributes: {} }),
});

const test = suite("headOf() and markFor()");

test("have notices that say the same be one storm, once there are many", () => {
  const delivery = deliveryOf([]);
  const head = headOf(delivery, 1, OPTIONS);
  const mark = markFor(delivery, head, 1, OPTIONS);
  assert.equal([head.ruleId, mark.ruleId], ["A file is unreadable", "A file is unreadable"]);
});

test("have each named by what it is about", () => {
  const about = (facts: Notice["facts"]) =>
    memberOfDelivery(deliveryOf(facts), 1, OPTIONS).resources;
  const file = [
    ["Bucket", "logs"],
    ["File", "a.json.gz"],
    ["Reason", "cut off"],
  ] as const;
  assert.equal(about(file), ["s3://logs/a.json.gz"]);
  assert.equal(about([["Rule", "root-login"]]), ["root-login"]);
  assert.equal(about([]), []);
});

test.run();
