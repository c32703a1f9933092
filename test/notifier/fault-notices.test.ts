import { suite } from "uvu";
import * as assert from "uvu/assert";
import { faultNotice, type Notice } from "../../src/core/alert/notice.ts";
import type { Assessment } from "../../src/notifier/assess.ts";
import { createFaultNotices } from "../../src/notifier/fault-notices.ts";
import type { Delivery } from "../../src/notifier/record/delivery.ts";
import type { DeliveryMaker } from "../../src/notifier/record/delivery-maker.ts";
import type { RecordOutcome } from "../../src/notifier/record/recorder.ts";

const NOW = Date.UTC(2026, 0, 24, 0, 59);
const ORIGIN = { eventId: "e-1", source: "s3://b/k" };
const FAULT = { ruleId: "a", message: "no" };

/** Notices to two destinations, made and logged as asked. */
function made(enabled = true) {
  const warned: unknown[] = [];
  const nothing = () => {};
  const notices = createFaultNotices(
    {
      noticeDeliveries: (notice: Notice) =>
        ["C1", "C2"].map(
          (channel) =>
            ({ subject: notice, channel, identity: notice.identity }) as unknown as Delivery,
        ),
    } as Partial<DeliveryMaker> as DeliveryMaker,
    enabled,
    {
      ...{ info: nothing, error: nothing, metrics: nothing },
      warn: (message, fields) => warned.push([message, fields]),
    },
  );
  return { notices, warned };
}

function assessment(faults: Assessment["faults"], origin?: Assessment["origin"]): Assessment {
  const incoming = { id: "m", body: {}, receiveCount: 1 };
  const base = { incoming, kind: "matched", deliveries: [], faults, denied: false } as const;
  return origin === undefined ? base : { ...base, origin };
}

const keysOf = (jobs: readonly Delivery[] | undefined) =>
  jobs?.map(({ channel, identity }) => `${channel}#${identity}`);

const test = suite("createFaultNotices()");

test("has none for a batch without faults", () => {
  const { notices, warned } = made();
  assert.is(notices.deliveriesOf([assessment([])], NOW).size, 0);
  assert.equal(warned, []);
});

test("tells each rule's first fault of a batch, with the message that met it", () => {
  const { notices, warned } = made();
  const first = assessment([FAULT, { ruleId: "b", message: "neither" }], ORIGIN);
  const second = assessment([FAULT, { ruleId: "c", message: "nor" }], ORIGIN);
  const jobs = notices.deliveriesOf([first, second], NOW);
  assert.equal(keysOf(jobs.get(first)), [
    ...["C1#fault#a#2026-01-24T00", "C2#fault#a#2026-01-24T00"],
    ...["C1#fault#b#2026-01-24T00", "C2#fault#b#2026-01-24T00"],
  ]);
  assert.equal(keysOf(jobs.get(second)), ["C1#fault#c#2026-01-24T00", "C2#fault#c#2026-01-24T00"]);
  assert.equal(jobs.get(first)?.[0]?.subject, faultNotice(FAULT, ORIGIN, NOW));
  assert.equal(
    warned,
    [FAULT, { ruleId: "b", message: "neither" }, { ruleId: "c", message: "nor" }].map((fault) => [
      "A rule cannot judge an event",
      { ...fault, ...ORIGIN },
    ]),
  );
});

test("has words for a fault met nowhere", () => {
  const { notices } = made();
  const nowhere = assessment([FAULT]);
  const [job] = notices.deliveriesOf([nowhere], NOW).get(nowhere) ?? [];
  assert.equal(job?.subject, faultNotice(FAULT, { source: "unknown" }, NOW));
});

test("logs faults and tells none when switched off", () => {
  const { notices, warned } = made(false);
  assert.is(notices.deliveriesOf([assessment([FAULT])], NOW).size, 0);
  assert.is(warned.length, 1);
});

for (const [kind, remembered] of [
  ["recorded", true],
  ["known", true],
  ["later", false],
] as const) {
  test(`asks ${remembered ? "no more" : "again"} for a destination whose notice was ${kind}`, () => {
    const { notices } = made();
    const faulty = assessment([FAULT]);
    const [first] = notices.deliveriesOf([faulty], NOW).get(faulty) ?? [];
    assert.ok(first);
    notices.remember(first, { kind } as RecordOutcome);
    assert.equal(
      keysOf(notices.deliveriesOf([faulty], NOW).get(faulty)),
      ["C1#fault#a#2026-01-24T00", "C2#fault#a#2026-01-24T00"].slice(remembered ? 1 : 0),
    );
    const next = notices.deliveriesOf([faulty], NOW + 60_000).get(faulty);
    assert.is(next?.length, 2, "the next hour is another");
  });
}

test("remembers ten thousand, then begins anew", () => {
  const { notices } = made();
  const delivery = (identity: string) => ({ channel: "C1", identity }) as unknown as Delivery;
  const recorded: RecordOutcome = { kind: "recorded" };
  const faulty = assessment([FAULT]);
  const due = () => notices.deliveriesOf([faulty], NOW).get(faulty)?.length;
  notices.remember(delivery("fault#a#2026-01-24T00"), recorded);
  for (let i = 1; i < 10_000; i++) notices.remember(delivery(String(i)), recorded);
  assert.is(due(), 1);
  notices.remember(delivery("one more"), recorded);
  assert.is(due(), 2);
});

test.run();
