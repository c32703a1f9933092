import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  alertForPeople,
  alertPeopleText,
  noticeForPeople,
  removedForPeople,
} from "../../../src/core/sns/subject-people.ts";
import { alertWith } from "../../support/alerts.ts";
import { ruleOf } from "../../support/rules.ts";

const RULE = ruleOf("rule", { description: "Nobody sees it.", runbook: "Start it again." });
const CONTEXT = {
  accountNames: { "111122223333": "prod" },
  ruleById: (id: string) => (id === "rule" ? RULE : undefined),
};

const test = suite("alertForPeople()");

test("says who, what, where, why, what to do, and where to look", () => {
  const { email, sms } = alertForPeople(
    alertWith({ failure: "refused", errorCode: "AccessDenied", errorMessage: "Not allowed." }),
    CONTEXT,
  );
  assert.equal(email.split("\n"), [
    "HIGH: StopLogging was refused in prod (111122223333)",
    "",
    "Who          ada",
    "             arn:aws:iam::111122223333:user/ada",
    "             IAMUser",
    "What         StopLogging on cloudtrail.amazonaws.com: was refused",
    "             (AccessDenied)",
    "Error        Not allowed.",
    "Where        prod (111122223333), us-east-1",
    "From         192.0.2.10",
    "             aws-cli/2.15",
    "When         2026-01-24 00:05:12 UTC",
    "Rule         rule",
    "Event        0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af",
    "Log file     s3://org-logs/AWSLogs/a.json.gz",
    "             record 3",
    "",
    "Why",
    "  Nobody sees it.",
    "",
    "What to do",
    "  Start it again.",
    "",
    "Look at it in CloudTrail:",
    "https://us-east-1.console.aws.amazon.com/cloudtrailv2/home?region=us-east-1#/events/0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af",
    "",
    "Write an ignore rule for it:",
    "trailbridge except 0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af --in 's3://org-logs/AWSLogs/a.json.gz' --rule rule",
    "",
  ]);
  assert.is(
    sms,
    "HIGH: StopLogging was refused by ada in prod (111122223333), us-east-1, 00:05 UTC",
  );
});

test("names the person of a single sign-on, the caller's account and the portal", () => {
  const actor = { name: "AWSReservedSSO_Admin_0123456789abcdef", session: "ada@example.com" };
  const alert = alertWith({ actor, callerAccount: "444455556666", loginWithoutMfa: true });
  const { facts, link } = alertPeopleText(alert, {
    ...CONTEXT,
    accessPortalUrl: "https://d-1.awsapps.com/start",
  });
  const said = Object.fromEntries(facts);
  assert.is(said.Who, "ada@example.com (Admin)");
  assert.is(said["Caller's"], "account 444455556666");
  assert.match(said.What ?? "", "succeeded, without MFA");
  assert.match(link ?? "", "https://d-1.awsapps.com/start/#/console?account_id=111122223333&");
});

test.run();

const others = suite("removedForPeople() and noticeForPeople()");

others("say which file is gone, and what to do", () => {
  const { email, sms } = removedForPeople(
    { kind: "removed-object", identity: "1", bucket: "b", key: "k", requester: "r", time: 0 },
    CONTEXT,
  );
  assert.match(email, /^HIGH: A CloudTrail file was removed from b\n\nWho {10}r\n/);
  assert.match(email, "\nFile         k\n");
  assert.match(email, "\nWhat to do\n  Nobody needs to");
  assert.is(sms, "HIGH: A CloudTrail file was removed by r from b, 00:00 UTC");
});

others("say what the product needs help with", () => {
  const { email, sms } = noticeForPeople({
    kind: "notice",
    identity: "n",
    title: "T",
    text: "Text.",
    facts: [["Destination", "d"]],
    advice: "Do.",
  });
  assert.is(
    email,
    "trailbridge: T\n\nDestination  d\n\nWhat happened\n  Text.\n\nWhat to do\n  Do.\n",
  );
  assert.is(sms, "trailbridge: T: d");
});

others.run();
