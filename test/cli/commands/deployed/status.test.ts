import { suite } from "uvu";
import * as assert from "uvu/assert";
import { statusCommand } from "../../../../src/cli/commands/deployed/status.ts";
import { AwsError } from "../../../../src/local/protocol/aws-error.ts";
import { startStack } from "../../../../src/local/stack.ts";
import type { Stack } from "../../../../src/local/stack-types.ts";
import type { RuleWiring, TargetWiring } from "../../../../src/local/wiring/wiring.ts";
import { runCli } from "../../../support/cli.ts";

const own: TargetWiring = { kind: "sqs", queue: "trailbridge-Buffer-1A2B" };
const elsewhere = "arn:aws:sqs:eu-central-1:444455556666:trailbridge-Buffer-1A2B";
const rule = (name: string, bus: string, ...targets: TargetWiring[]): RuleWiring => ({
  name,
  bus,
  pattern: { source: ["trailbridge"] },
  targets,
});
const bus = (count: number, name: string) =>
  Array.from({ length: count }, (_, i) => rule(`trailbridge-Rule${i}-1A2B`, name, own));

const test = suite<{ before: NodeJS.ProcessEnv }>("status");

let stack: Stack;
let fault: AwsError | undefined;

test.before(async (context) => {
  context.before = { ...process.env };
  stack = await startStack({
    wiring: {
      region: "eu-central-1",
      queues: [{ name: "trailbridge-Buffer-1A2B" }, { name: "copies" }],
      sinks: [{ name: elsewhere, arn: elsewhere }],
      buses: [{ name: "trailbridge" }, { name: "joined" }],
      rules: [
        ...bus(130, "trailbridge"),
        rule("copy\u001b[2J", "joined", own, { kind: "sqs", queue: "copies" }),
        rule("trailbridge-Rule-1A2B", "joined", own, { kind: "sink", sink: elsewhere }),
        rule("other", "default", { kind: "sqs", queue: "copies" }),
      ],
    },
    intercept: ({ service }) => (service === "events" ? fault : undefined),
  });
});
test.before.each(() => {
  fault = undefined;
  Object.assign(process.env, stack.env);
});
test.after(async ({ before }) => {
  process.env = before;
  await stack.close();
});

const status = (...words: string[]) => runCli([statusCommand], ["status", ...words]);

test("takes no operand, no word for a Region and no empty name", async () => {
  assert.match((await status("joined")).err, /--bus joined\?/);
  assert.match((await status("--region", "Frankfurt")).err, /takes a Region.*"Frankfurt"/);
  assert.match((await status("--stack", "")).err, /--stack takes a name/);
});

test("says which permission is missing, and that a bus is not there", async () => {
  const gone = await status("--bus", "gone");
  assert.is(gone.status, 2);
  assert.match(gone.err, /^trailbridge: Cannot list the rules of bus gone as it must be there/);
  fault = new AwsError("AccessDeniedException", "User: x is not authorized", { status: 400 });
  const denied = await status("--bus", "trailbridge");
  assert.is(denied.status, 2);
  assert.match(denied.err, /events:ListRules and events:ListTargetsByRule must be allowed/);
});

test("finds nothing where all is the stack's, however many pages there are", async () => {
  const found = await status("--bus", "trailbridge");
  assert.is(found.status, 0, found.err);
  assert.is(
    found.out,
    "130 of 300 rules of bus trailbridge, at most 1 of 5 targets of one rule, 0 rules with something foreign\n",
  );
});

test("names a foreign rule with its targets, and a foreign target of the stack's rule", async () => {
  const { status: code, out } = await status("--bus", "joined");
  assert.is(code, 1);
  assert.match(out, /^foreign rule copy.*\n {2}target .*Buffer.*\n {2}target .*:copies\n/);
  assert.match(
    out,
    /rule of the stack's trailbridge-Rule-1A2B\n {2}foreign target Target1: .*4444/,
  );
  assert.match(out, /2 of 300 rules of bus joined, at most 2 of 5 targets/);
  assert.not.ok(out.includes("\u001b"));
});

test("takes the bus's ARN, and leaves out what is known", async () => {
  const arn = `arn:aws:events:eu-central-1:111122223333:event-bus/joined`;
  const { status: code, out } = await status(
    "--bus",
    arn,
    "--known",
    `copy\u001b[2J, ${elsewhere}`,
  );
  assert.is(code, 0, out);
});

test("prints one JSON object", async () => {
  const { status: code, out } = await status("--bus", "joined", "--json");
  assert.is(code, 1);
  const { foreign, ...counts } = JSON.parse(out);
  assert.equal(counts, {
    bus: "joined",
    rules: { inUse: 2, quota: 300 },
    targets: { most: 2, quota: 5 },
  });
  assert.equal(
    foreign.map(({ isForeign, targets }: { isForeign: boolean; targets: object[] }) => [
      isForeign,
      targets.length,
    ]),
    [
      [true, 2],
      [false, 1],
    ],
  );
});

test.run();
