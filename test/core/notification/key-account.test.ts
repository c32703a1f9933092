import { suite } from "uvu";
import * as assert from "uvu/assert";
import { accountOfKey, strangeAccount } from "../../../src/core/notification/key-account.ts";

const ACCOUNT = "111122223333";
const FOLDERS = "us-east-1/2026/01/24";
const NAME = `${ACCOUNT}_CloudTrail_us-east-1_20260124T0005Z_a1B2.json.gz`;

const key = suite("accountOfKey()");

for (const [what, path, expected] of [
  ["a key of somebody's own", "copies/today.json.gz", undefined],
  ["another service's file", `${ACCOUNT}_Config_x.json.gz`, undefined],
  ["digits that are too many", `AWSLogs/${ACCOUNT}4/CloudTrail/${FOLDERS}/x.json.gz`, undefined],
  ["a trail's key", `AWSLogs/${ACCOUNT}/CloudTrail/${FOLDERS}/${NAME}`, ACCOUNT],
  ["behind a prefix", `a/b/AWSLogs/${ACCOUNT}/CloudTrail/${FOLDERS}/${NAME}`, ACCOUNT],
  ["an organisation's", `AWSLogs/o-abc123/${ACCOUNT}/CloudTrail/${FOLDERS}/${NAME}`, ACCOUNT],
  ["of Insights", `AWSLogs/${ACCOUNT}/CloudTrail-Insight/${FOLDERS}/x.json.gz`, ACCOUNT],
  ["of a copy that kept its name", `copies/${NAME}`, ACCOUNT],
  ["of folders before the name", `AWSLogs/444455556666/CloudTrail/${NAME}`, "444455556666"],
] as const) {
  key(`says of ${what}: ${expected}`, () => {
    assert.is(accountOfKey(path), expected);
  });
}

key.run();

const strange = suite("strangeAccount()");

for (const [what, record, account, expected] of [
  ["another receiver", { recipientAccountId: "444455556666" }, ACCOUNT, "444455556666"],
  ["another as a number", { recipientAccountId: 444455556666 }, ACCOUNT, "444455556666"],
  ["no account", { recipientAccountId: "" }, ACCOUNT, ""],
  ["no text", { recipientAccountId: [ACCOUNT] }, ACCOUNT, "no text"],
  ["a long text", { recipientAccountId: "9".repeat(5_000) }, ACCOUNT, `${"9".repeat(99)}…`],
  ["its own", { recipientAccountId: ACCOUNT }, ACCOUNT, undefined],
  ["its own as a number", { recipientAccountId: 12345678901 }, "012345678901", undefined],
  ["none, as old records", {}, ACCOUNT, undefined],
  ["null", { recipientAccountId: null }, ACCOUNT, undefined],
  [
    "a caller of another account",
    { recipientAccountId: ACCOUNT, userIdentity: { accountId: "444455556666" } },
    ACCOUNT,
    undefined,
  ],
  [
    "an event that several accounts share",
    { recipientAccountId: ACCOUNT, sharedEventID: "s", resources: [{ accountId: "444455556666" }] },
    ACCOUNT,
    undefined,
  ],
  ["a file that names none", { recipientAccountId: "444455556666" }, undefined, undefined],
] as const) {
  strange(`says of ${what}: ${expected?.slice(0, 20)}`, () => {
    assert.is(strangeAccount(record, account), expected);
  });
}

strange.run();
