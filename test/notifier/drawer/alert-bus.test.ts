import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ALERT_DETAIL_TYPE } from "../../../src/contract.ts";
import { DeliveryError } from "../../../src/core/alert/delivery-error.ts";
import type { BusEntry } from "../../../src/core/entry/bus-entry.ts";
import { memberOf } from "../../../src/core/thread/member.ts";
import { tallyOf } from "../../../src/core/thread/tally.ts";
import { createAlertBus } from "../../../src/notifier/drawer/alert-bus.ts";
import { alertWith } from "../../support/alerts.ts";
import { rejects } from "../../support/rejects.ts";
import { windowHead } from "../../support/window-heads.ts";

const CONTEXT = { accountNames: {}, ruleById: () => undefined };
const TALLY = tallyOf([memberOf(alertWith(), 0)]);

/** A bus that answers so. */
function busThat(put: (entry: BusEntry) => string | undefined) {
  const bus = createAlertBus(
    {
      async put([entry]) {
        if (entry === undefined) return [];
        const code = put(entry);
        const isFinal = code === "RequestEntityTooLarge";
        return code === undefined ? [] : [{ entry, code, message: "", isFinal }];
      },
    },
    CONTEXT,
  );
  return (subject: object) =>
    bus.put(windowHead({ subject: JSON.stringify(subject) }), TALLY, "began");
}

const bus = suite("createAlertBus()");

bus("refuses for good what is no alert", async () => {
  const put = busThat(() => undefined);
  for (const subject of [{}, { kind: "notice", identity: "i", title: "t", text: "", facts: [] }]) {
    assert.is((await rejects(put(subject), DeliveryError)).fault, "refused");
  }
});

bus("takes what the bus refuses, or does not answer, for a matter of time", async () => {
  const refused = await rejects(busThat(() => "ThrottlingException")(alertWith()), DeliveryError);
  assert.equal([refused.fault, refused.code], ["later", "ThrottlingException"]);
  const lost = busThat(() => {
    throw new Error("ECONNRESET");
  });
  assert.is((await rejects(lost(alertWith()), DeliveryError)).fault, "later");
});

bus("refuses for good what the bus never takes", async () => {
  const put = busThat(() => "RequestEntityTooLarge");
  assert.is((await rejects(put(alertWith()), DeliveryError)).fault, "refused");
});

bus("puts the alert's event, under the window's id", async () => {
  const entries: BusEntry[] = [];
  await busThat((entry) => void entries.push(entry))(alertWith());
  assert.is(entries[0]?.detailType, ALERT_DETAIL_TYPE);
  const { id, state, count } = JSON.parse(entries[0]?.detail ?? "{}");
  assert.equal([id, state, count], ["w-1", "began", 1]);
});

bus.run();
