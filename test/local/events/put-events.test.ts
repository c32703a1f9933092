import {
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  TestEventPatternCommand,
} from "@aws-sdk/client-eventbridge";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { AwsError } from "../../../src/local/protocol/aws-error.ts";
import { startStack } from "../../../src/local/stack.ts";
import type { Stack } from "../../../src/local/stack-types.ts";
import type { RuleWiring, TargetWiring } from "../../../src/local/wiring/wiring.ts";
import { clientConfig, errorName } from "../../support/client-config.ts";

const test = suite("EventBridge through its client");

let stack: Stack;
let bridge: EventBridgeClient;
let targetFault: AwsError | undefined;

test.before(async () => {
  const sqs = (queue: string, more: object = {}): TargetWiring => ({ kind: "sqs", queue, ...more });
  const rule = (name: string, key: string, target: TargetWiring): RuleWiring => ({
    name,
    bus: "bus",
    pattern: { detail: { [key]: [{ exists: true }] } },
    targets: [target],
  });
  const wiring = {
    buses: [{ name: "bus" }, { name: "other" }],
    queues: ["all", "record", "failing", "dead", "forwarded"].map((name) => ({ name })),
    rules: [
      { name: "all", bus: "bus", pattern: { source: ["s"] }, targets: [sqs("all")] },
      rule("record", "record.n", sqs("record", { inputPath: "$.detail.record" })),
      rule("failing", "fail", sqs("failing", { deadLetterQueue: "dead" })),
      rule("forward", "forward", { kind: "bus", bus: "other" }),
      rule("circle", "circle", { kind: "bus", bus: "bus" }),
      { name: "received", bus: "other", pattern: { source: ["s"] }, targets: [sqs("forwarded")] },
    ],
  };
  stack = await startStack({
    wiring,
    targetRetryDelays: [1, 1],
    intercept: ({ operation, input }) =>
      operation === "DeliverToTarget" && input.Rule === "failing" ? targetFault : undefined,
    failEntry: ({ DetailType }) =>
      DetailType === "throttle me"
        ? { ErrorCode: "ThrottlingException", ErrorMessage: "Rate exceeded" }
        : undefined,
  });
  bridge = new EventBridgeClient(clientConfig(stack));
});

test.after(async () => {
  bridge.destroy();
  await stack.close();
});

const nested = (levels: number) => `{"a":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`;

const refused: [name: string, entry: Partial<PutEventsRequestEntry>, code: string][] = [
  ["no source", { Source: undefined }, "InvalidArgument"],
  ["no detail type", { DetailType: "" }, "InvalidArgument"],
  ["a long detail type", { DetailType: "x".repeat(129) }, "InvalidArgument"],
  ["no detail", { Detail: undefined }, "InvalidArgument"],
  ["AWS's own source", { Source: "aws.s3" }, "NotAuthorizedForSourceException"],
  ["an unknown bus", { EventBusName: "none" }, "ResourceNotFoundException"],
  ["a detail that is no JSON", { Detail: "{" }, "MalformedDetail"],
  ["a detail that is no object", { Detail: "[1]" }, "MalformedDetail"],
  ["a detail that is null", { Detail: "null" }, "MalformedDetail"],
  ["a detail too deep", { Detail: nested(1001) }, "MalformedDetail"],
  ["an integer above int64", { Detail: '{"n":9223372036854775808}' }, "MalformedDetail"],
  ["an integer below int64", { Detail: '{"n":[-9223372036854775809]}' }, "MalformedDetail"],
  ["a number no double holds", { Detail: '{"n":1e400}' }, "MalformedDetail"],
];

for (const [name, change, code] of refused) {
  test(`refuses an entry with ${name}, and takes the one beside it`, async () => {
    const { Entries, FailedEntryCount } = await put(change, {});
    assert.is(FailedEntryCount, 1);
    assert.is(Entries?.[0]?.ErrorCode, code);
    assert.ok(Entries?.[1]?.EventId);
  });
}

const accepted: [name: string, entry: Partial<PutEventsRequestEntry>][] = [
  ["a detail as deep as allowed", { Detail: nested(1000) }],
  ["the largest integers", { Detail: '{"n":[9223372036854775807,-9223372036854775808]}' }],
  ["long digits in text", { Detail: '{"n":"99999999999999999999","99999999999999999999":1}' }],
  ["a large float", { Detail: '{"n":12345678901234567890.5}' }],
  ["the bus by its ARN", { EventBusName: "arn:aws:events:us-east-1:111122223333:event-bus/bus" }],
];

for (const [name, change] of accepted) {
  test(`takes ${name}`, async () => assert.is((await put(change)).FailedEntryCount, 0));
}

test("refuses a call of eleven entries, none, or a megabyte", async () => {
  assert.is(await errorName(put(...Array(11).fill({}))), "ValidationException");
  assert.is(await errorName(put()), "ValidationException");
  const Detail = JSON.stringify({ text: "x".repeat(600_000) });
  assert.is(await errorName(put({ Detail })), "");
  assert.is(await errorName(put({ Detail }, { Detail })), "ValidationException");
});

test("counts every byte of text, and 14 for a time, into the size", async () => {
  const fits = 1024 * 1024 - 1;
  const detailOf = (bytes: number) => `{"é":"${"x".repeat(bytes - '{"é":""}'.length - 1)}"}`;
  assert.is(await errorName(put({ Detail: detailOf(fits - 2) })), "");
  assert.is(await errorName(put({ Detail: detailOf(fits - 1) })), "ValidationException");
  const Time = new Date();
  assert.is(await errorName(put({ Detail: detailOf(fits - 16), Time })), "");
  assert.is(await errorName(put({ Detail: detailOf(fits - 15), Time })), "ValidationException");
  const Resources = ["12345"];
  assert.is(await errorName(put({ Detail: detailOf(fits - 7), Resources })), "");
  assert.is(await errorName(put({ Detail: detailOf(fits - 6), Resources })), "ValidationException");
});

test("fails the entries it is told to fail", async () => {
  const { Entries } = await put({}, { DetailType: "throttle me" }, {});
  assert.equal(
    Entries?.map(({ ErrorCode }) => ErrorCode),
    [undefined, "ThrottlingException", undefined],
  );
});

test("delivers the event with its detail as it was written", async () => {
  const Time = new Date("2026-01-02T03:04:05.678Z");
  const Detail = '{"b": 1.50, "a": 9007199254740993}';
  const Resources = ["arn:aws:iam::111122223333:role/r"];
  const { Entries } = await put({ Detail, Time, Resources });
  await stack.idle();
  const body = stack.messages("all").at(-1)?.body ?? "";
  assert.ok(body.endsWith(`"detail":${Detail}}`));
  const { detail: _, ...event } = JSON.parse(body);
  assert.equal(event, {
    version: "0",
    id: Entries?.[0]?.EventId,
    "detail-type": "t",
    source: "s",
    account: "111122223333",
    time: "2026-01-02T03:04:05Z",
    region: "us-east-1",
    resources: Resources,
  });
});

test("delivers the part of an input path as it was written", async () => {
  await put({ Detail: '{"x":{"record":0},"record":{"n":9007199254740993, "e": null}}' });
  await stack.idle();
  assert.is(stack.messages("record").at(-1)?.body, '{"n":9007199254740993, "e": null}');
});

test("delivers once per rule that matches", async () => {
  const before = stack.messages("all").length;
  await put({ Detail: '{"record":{"n":1}}' }, { Source: "unknown" });
  await stack.idle();
  assert.is(stack.messages("all").length, before + 1);
});

test("forwards to another bus, and ends a circle", async () => {
  await put({ Detail: '{"forward":1}' }, { Detail: '{"circle":1}' });
  await stack.idle();
  assert.is(stack.messages("forwarded").length, 1);
});

test("tries a target again before it gives up to the dead letters, with the reason", async () => {
  targetFault = new AwsError("THROTTLED", "Slow down");
  await put({ Detail: '{"fail":1}' });
  await stack.idle();
  const [letter, ...more] = stack.messages("dead");
  assert.equal(more, []);
  assert.equal(stack.messages("failing"), []);
  assert.is(JSON.parse(letter?.body ?? "").detail.fail, 1);
  const attributes = letter?.attributes as Record<string, { StringValue: string }>;
  assert.is(attributes.ERROR_CODE?.StringValue, "THROTTLED");
  assert.is(attributes.RETRY_ATTEMPTS?.StringValue, "2");
  assert.is(
    attributes.RULE_ARN?.StringValue,
    "arn:aws:events:us-east-1:111122223333:rule/bus/failing",
  );

  targetFault = undefined;
  await put({ Detail: '{"fail":2}' });
  await stack.idle();
  assert.is(stack.messages("failing").length, 1);
});

for (const odd of ["\ufffe", "\uffff"]) {
  const escaped = `\\u${odd.charCodeAt(0).toString(16)}`;

  test(`gives up an event with U+${escaped.slice(2)} as it is, which no queue takes, dead letters included`, async () => {
    const before = counted();
    await put({ Detail: `{"fail":"a${odd}"}` }, { Detail: '{"fail":"beside"}' });
    await stack.idle();
    const after = counted();
    // Each goes to the rule for all and to the one with dead letters.
    assert.equal([after.failed - before.failed, after.delivered - before.delivered], [2, 2]);
    assert.is(after.letters, before.letters);
    for (const queue of ["all", "failing"]) {
      assert.match(stack.messages(queue).at(-1)?.body ?? "", '"detail":{"fail":"beside"}}');
      assert.not(stack.messages(queue).some(({ body }) => body.includes(odd)));
    }
  });

  test(`delivers an event with U+${escaped.slice(2)} as an escape`, async () => {
    const before = counted();
    const Detail = `{"fail":"a${escaped}"}`;
    await put({ Detail });
    await stack.idle();
    assert.is(counted().failed, before.failed);
    assert.ok(stack.messages("failing").at(-1)?.body.endsWith(`"detail":${Detail}}`));
  });
}

test("tries a pattern on an event", async () => {
  const EventPattern = '{"source":["s"]}';
  const Event = '{"source":"s"}';
  assert.ok((await bridge.send(new TestEventPatternCommand({ EventPattern, Event }))).Result);
  const bad = new TestEventPatternCommand({ EventPattern: '{"source":[]}', Event });
  assert.is(await errorName(bridge.send(bad)), "InvalidEventPatternException");
});

test("refuses at its start a pattern and an input path the service would refuse", async () => {
  const start = async (rule: Partial<RuleWiring>) => {
    const base = { name: "r", pattern: { source: ["s"] }, targets: [] };
    await startStack({ wiring: { rules: [{ ...base, ...rule }] } });
  };
  assert.is(await errorName(start({ pattern: { source: [] } })), "PatternError");
  const target = { kind: "bus" as const, bus: "default", inputPath: "$.detail['a.b']" };
  assert.is(await errorName(start({ targets: [target] })), "Error");
});

test.run();

function put(...entries: Partial<PutEventsRequestEntry>[]) {
  const base = { Source: "s", DetailType: "t", Detail: "{}", EventBusName: "bus" };
  return bridge.send(
    new PutEventsCommand({ Entries: entries.map((entry) => ({ ...base, ...entry })) }),
  );
}

/** Deliveries of the bus so far, and the dead letters there are. */
function counted() {
  const bus = stack.report().buses.find((it) => it.bus === "bus");
  assert.ok(bus);
  return { ...bus, letters: stack.messages("dead").length };
}
