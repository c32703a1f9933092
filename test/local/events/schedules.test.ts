import { suite } from "uvu";
import * as assert from "uvu/assert";
import { startStack } from "../../../src/local/stack.ts";
import type { ScheduleWiring, TargetWiring } from "../../../src/local/wiring/wiring.ts";
import { eventually } from "../../support/eventually.ts";
import { rejects } from "../../support/rejects.ts";
import { toyFunction } from "../../support/toy-function.ts";

const test = suite("startSchedules()");

const sweep = { kind: "lambda", function: "sweeper" } as const;
const wiringOf = (everySeconds: number, target: TargetWiring, body: string) => ({
  functions: [{ name: "sweeper", modulePath: toyFunction(body), timeoutSeconds: 60 }],
  queues: [{ name: "ticks" }],
  schedules: [{ name: "tick", everySeconds, targets: [target] }] satisfies ScheduleWiring[],
});

test("refuses a target that is not there", async () => {
  const target = { kind: "sqs", queue: "none" } as const;
  const schedules = [{ name: "tick", everySeconds: 60, targets: [target] }];
  const err = await rejects(startStack({ wiring: { schedules } }), Error);
  assert.match(err.message, /a target of rule "tick" must name a queue: "none"/);
});

test("invokes a function at the rate, with the target's input", async () => {
  const wiring = wiringOf(
    0.02,
    { ...sweep, input: '{"sweep":1}' },
    "console.log(JSON.stringify(event));",
  );
  const stack = await startStack({ wiring });
  try {
    await eventually(() => stack.logLines("sweeper").length >= 3, true);
    assert.equal([...new Set(stack.logLines("sweeper"))], ['{"sweep":1}']);
  } finally {
    await stack.close();
  }
});

test("sends an event as the service makes it where the target has no input", async () => {
  const wiring = wiringOf(0.02, { kind: "sqs", queue: "ticks" }, "");
  const stack = await startStack({ wiring });
  try {
    await eventually(() => stack.messages("ticks").length > 0, true);
    const event = JSON.parse(stack.messages("ticks")[0]?.body ?? "");
    assert.equal(
      [event.source, event["detail-type"], event.detail],
      ["aws.events", "Scheduled Event", {}],
    );
    assert.equal(event.resources, ["arn:aws:events:us-east-1:111122223333:rule/tick"]);
  } finally {
    await stack.close();
  }
});

test("waits for a month without firing at once, and keeps no stack busy", async () => {
  const stack = await startStack({ wiring: wiringOf(30 * 86_400, sweep, "") });
  try {
    // A timer that is set for longer than timers can wait fires within a millisecond.
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.equal(await stack.idle(), { waiting: 0, delayed: 0 });
    assert.is(stack.report().functions[0]?.invocations, 0);
  } finally {
    await stack.close();
  }
});

test("makes no event once the stack is closed", async () => {
  const wiring = wiringOf(0.01, { kind: "sqs", queue: "ticks" }, "");
  const stack = await startStack({ wiring });
  await eventually(() => stack.messages("ticks").length > 0, true);
  await stack.close();
  const before = stack.messages("ticks").length;
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.is(stack.messages("ticks").length, before);
});

test.run();
