import { suite } from "uvu";
import * as assert from "uvu/assert";
import { destinationNotice, faultNotice, noticeOf } from "../../../src/core/alert/notice.ts";

const NOW = Date.UTC(2026, 0, 24, 0, 59);

const notices = suite("noticeOf()");

notices("refuses a notice without title or dedupe", () => {
  for (const detail of [
    {},
    { notice: "x" },
    { notice: { title: "x" } },
    { notice: { dedupe: "x" } },
  ])
    assert.is(noticeOf(detail), undefined);
});

notices("reads numbers as text and leaves out what is none", () => {
  const notice = noticeOf({
    notice: { dedupe: "x", title: 7, text: null, bucket: {}, reason: "" },
  });
  assert.equal(notice, { kind: "notice", identity: "x", title: "7", text: "", facts: [] });
});

notices(
  "has what was said, the facts in their order, and advice for an unreadable log file",
  () => {
    const said = { title: "T", text: "Text.", reason: "not gzip", key: "AWSLogs/a", bucket: "b" };
    const read = {
      kind: "notice",
      identity: "file#1",
      title: "T",
      text: "Text.",
      facts: [
        ["Bucket", "b"],
        ["File", "AWSLogs/a"],
        ["Reason", "not gzip"],
      ],
    };
    assert.equal(noticeOf({ notice: { ...said, dedupe: "file#1", kind: "other" } }), read);
    assert.equal(noticeOf({ notice: { ...said, dedupe: "file#1", kind: "unreadable-log-file" } }), {
      ...read,
      advice:
        "Every record before the fault was published. The file waits in the dead letters: redrive it once its cause is gone.",
    });
  },
);

notices("clips every text but the identity", () => {
  const long = "x".repeat(3_000);
  const notice = noticeOf({ notice: { title: long, text: long, key: long, dedupe: long } });
  const lengths = [notice?.title, notice?.text, notice?.facts[0]?.[1], notice?.identity];
  assert.equal(
    lengths.map((text) => text?.length),
    [140, 2_000, 1_000, 3_000],
  );
});

notices.run();

const faults = suite("faultNotice()");

const FAULT = { ruleId: "rule", message: "ends_with() takes text: number" };

faults("names rule, fault, event and file, and what to do", () => {
  assert.equal(faultNotice(FAULT, { eventId: "e-1", source: "s3://b/k" }, NOW), {
    kind: "notice",
    identity: "fault#rule#2026-01-24T00",
    title: "A rule could not judge an event",
    text: "It counts as not matched. The other rules judged the event as usual.",
    facts: [
      ["Rule", "rule"],
      ["Fault", "ends_with() takes text: number"],
      ["Event", "e-1"],
      ["File", "s3://b/k"],
    ],
    advice:
      "Correct the rule's expression; this is said once per rule per hour, the log has every fault.",
  });
});

faults("has words for an event without id", () => {
  const [, , event] = faultNotice(FAULT, { source: "s3://b/k" }, NOW).facts;
  assert.equal(event, ["Event", "without id"]);
});

faults("is one per rule per hour", () => {
  const at = (ruleId: string, now: number) =>
    faultNotice({ ...FAULT, ruleId }, { source: "s3://b/k" }, now).identity;
  assert.is(at("rule", NOW), at("rule", NOW - 58 * 60_000));
  assert.is.not(at("rule", NOW), at("rule", NOW + 60_000));
  assert.is.not(at("rule", NOW), at("other", NOW));
});

faults("clips every text", () => {
  const long = "x".repeat(3_000);
  const event = { eventId: long, source: long };
  const { identity, facts } = faultNotice({ ruleId: long, message: long }, event, NOW);
  assert.is(identity.length, 300);
  assert.equal(
    facts.map(([, value]) => value.length),
    [200, 1_000, 200, 1_000],
  );
});

faults.run();

const refusals = suite("destinationNotice()");

refusals("names destination and reason, and what to do", () => {
  assert.equal(destinationNotice("slack:C012", "channel_not_found", NOW), {
    kind: "notice",
    identity: "destination#slack:C012#channel_not_found#2026-01-24T00",
    title: "A destination refuses alerts",
    text: "No retry can help, so these alerts went to the dead letters.",
    facts: [
      ["Destination", "slack:C012"],
      ["Reason", "channel_not_found"],
    ],
    advice:
      "Correct the destination in the settings or at the provider, then redrive the dead letters.",
  });
});

refusals("is one per destination and reason per hour", () => {
  const at = (now: number) => destinationNotice("slack:C012", "is_archived", now).identity;
  assert.is(at(NOW), at(NOW - 59 * 60_000));
  assert.is.not(at(NOW), at(NOW + 60_000));
});

refusals("clips every text", () => {
  const long = "x".repeat(3_000);
  const { identity, facts } = destinationNotice(long, long, NOW);
  assert.is(identity.length, 1_000);
  assert.equal(
    facts.map(([, value]) => value.length),
    [500, 500],
  );
});

refusals.run();
