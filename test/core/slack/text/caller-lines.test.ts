import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Alert } from "../../../../src/core/alert/alert.ts";
import {
  addendumLine,
  ageText,
  callerFacts,
  endpointText,
  identityLine,
} from "../../../../src/core/slack/text/caller-lines.ts";
import { alertWith } from "../../../support/alerts.ts";

const LONG = "x".repeat(2_000);
const bounded = (max: number) => `\`${"x".repeat(max - 3)}…\``;

const facts = suite("callerFacts()");

const said = (fields: Partial<Alert>) =>
  callerFacts(alertWith(fields)).filter(([, value]) => value !== undefined);

for (const [what, fields, shown] of [
  ["nothing the event does not say", { caller: {} }, []],
  ["nothing of an alert that an older version kept", { caller: undefined }, []],
  ["a person", { caller: { person: "ada" } }, [["Person", "`ada`"]]],
  [
    "the store a person is of",
    { caller: { person: "1", identityStore: "arn:aws:identitystore::1:identitystore/d-1" } },
    [["Person", "`1`\nof `d-1`"]],
  ],
  [
    "no person that the session names",
    { caller: { person: "s" }, actor: { name: "r", session: "s" } },
    [],
  ],
  [
    "the others",
    { caller: { sourceIdentity: "a", principalId: "b", provider: "c" } },
    [
      ["Source identity", "`a`"],
      ["Principal", "`b`"],
      ["Identity provider", "`c`"],
    ],
  ],
  [
    "no more than a field has room for",
    {
      caller: {
        person: LONG,
        identityStore: LONG,
        sourceIdentity: LONG,
        principalId: LONG,
        provider: LONG,
      },
    },
    [
      ["Person", `${bounded(200)}\nof ${bounded(100)}`],
      ["Source identity", bounded(200)],
      ["Principal", bounded(320)],
      ["Identity provider", bounded(320)],
    ],
  ],
] as [what: string, fields: Partial<Alert>, shown: [string, string][]][]) {
  facts(`say ${what}`, () => assert.equal(said(fields), shown));
}

facts.run();

const endpoints = suite("endpointText()");

for (const [what, caller, text] of [
  ["no endpoint", {}, ""],
  ["an endpoint", { vpcEndpoint: "vpce-1" }, "through `vpce-1`"],
  [
    "one of the same account",
    { vpcEndpoint: "vpce-1", vpcEndpointAccount: "111122223333" },
    "through `vpce-1`",
  ],
  [
    "one of another account",
    { vpcEndpoint: "vpce-1", vpcEndpointAccount: "444455556666" },
    "through `vpce-1` of account `444455556666`",
  ],
  [
    "long ones",
    { vpcEndpoint: LONG, vpcEndpointAccount: LONG },
    `through ${bounded(100)} of account ${bounded(70)}`,
  ],
] as const) {
  endpoints(`words ${what}`, () => assert.is(endpointText(alertWith({ caller })), text));
}

endpoints("has none in an alert that an older version kept", () => {
  const { caller: _, ...kept } = alertWith();
  assert.is(endpointText(kept), "");
});

endpoints.run();

const identities = suite("identityLine()");

const NOBODY = { actor: { name: "ada" }, userAgent: "" };
const line = (fields: Partial<Alert>) => identityLine(alertWith({ ...NOBODY, ...fields }));

for (const [what, fields, text] of [
  ["nothing", {}, undefined],
  ["a type", { actor: { name: "n", type: "Root" } }, "`Root`"],
  ["a type and an ARN", { actor: { name: "n", type: "Root", arn: "arn" } }, "`Root` `arn`"],
  [
    "an assumed root",
    { caller: { assumedRoot: true } },
    "*assumed root*: a session made by the organisation, not a sign-in",
  ],
  ["a key", { caller: { accessKeyId: "ASIA" } }, "key `ASIA`"],
  ["a session with MFA", { caller: { mfa: true } }, "session with MFA"],
  ["a session without", { caller: { mfa: false } }, "session no MFA"],
  ["its age", { caller: { sessionAge: 12 } }, "session 12 s old"],
  ["its age and MFA", { caller: { sessionAge: 0, mfa: true } }, "session 0 s old, with MFA"],
  ["the console", { caller: { fromConsole: true } }, "by the console"],
  ["an instance", { caller: { instanceMetadata: "2.0" } }, "instance credentials by IMDS `2.0`"],
  ["a service", { actor: { name: "n", invokedBy: "s" } }, "through `s`"],
  ["no service that is the actor", { actor: { name: "s", invokedBy: "s" } }, undefined],
  ["an agent", { userAgent: "aws-cli" }, "agent `aws-cli`"],
  [
    "no agent that is the service",
    { userAgent: "s", actor: { name: "n", invokedBy: "s" } },
    "through `s`",
  ],
  [
    "long ones",
    {
      actor: { name: "n", type: LONG, arn: LONG, invokedBy: `${LONG}x` },
      caller: { accessKeyId: LONG, instanceMetadata: LONG },
      userAgent: LONG,
    },
    `${bounded(80)} ${bounded(620)}  ·  key ${bounded(170)}  ·  instance credentials by IMDS ${bounded(30)}  ·  through ${bounded(220)}  ·  agent ${bounded(250)}`,
  ],
] as [what: string, fields: Partial<Alert>, text: string | undefined][]) {
  identities(`words ${what}`, () => assert.is(line(fields), text));
}

identities("draws an alert that an older version kept", () => {
  const { caller: _, ...kept } = alertWith({ actor: { name: "n", type: "Root" } });
  assert.is(identityLine(kept), "`Root`  ·  agent `aws-cli/2.15`");
});

identities.run();

const addenda = suite("addendumLine()");

for (const [addendum, text] of [
  [undefined, undefined],
  [{ reason: "DELIVERY_DELAY" }, "*Delivered late*: `DELIVERY_DELAY`"],
  [{ reason: "SERVICE_OUTAGE" }, "*Delivered late*: `SERVICE_OUTAGE`"],
  [{ reason: "UPDATED_DATA" }, "*Written again*: `UPDATED_DATA`"],
  [
    { reason: "UPDATED_DATA", updatedFields: "eventID, resources", originalEventId: "e" },
    "*Written again*: `UPDATED_DATA`  ·  updated `eventID, resources`  ·  in place of event `e`",
  ],
  [
    { reason: LONG, updatedFields: LONG, originalEventId: LONG },
    `*Written again*: ${bounded(80)}  ·  updated ${bounded(320)}  ·  in place of event ${bounded(120)}`,
  ],
] as [addendum: Alert["addendum"], text: string | undefined][]) {
  addenda(`words ${JSON.stringify(addendum)?.slice(0, 60)}`, () =>
    assert.is(addendumLine({ ...alertWith(), ...(addendum && { addendum }) }), text),
  );
}

addenda.run();

const ages = suite("ageText()");

for (const [seconds, text] of [
  [0, "0 s"],
  [59, "59 s"],
  [60, "1 min"],
  [3_599, "59 min"],
  [3_600, "1 h"],
  [8_040, "2 h 14 min"],
  [172_799, "47 h 59 min"],
  [172_800, "2 d"],
  [277_200, "3 d 5 h"],
] as const) {
  ages(`writes ${seconds} s as ${text}`, () => assert.is(ageText(seconds), text));
}

ages.run();
