import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { redriveCommand } from "../../../../src/cli/commands/deployed/redrive.ts";
import { AwsError } from "../../../../src/local/protocol/aws-error.ts";
import { runCli } from "../../../support/cli.ts";
import {
  type DayTwo,
  denied,
  startDayTwo,
  startProgram,
  withoutCredentials,
} from "../../../support/day-two.ts";

const SETTINGS = `
account: "111122223333"
region: eu-central-1
logs: { bucket: trail }
slack: { app: { botTokenSecretId: slack-token, channel: C0SECURITY } }
threads: { groupWaitSeconds: 0 }
consumers:
  siem: { firehose: {} }
  changes: { queue: {}, only: { readOnly: [false] } }
`;

const KEY =
  "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/01/02/111122223333_CloudTrail_eu-central-1_20260102T0305Z_a.json.gz";
const RECORD =
  '{"eventVersion":"1.11","eventName":"StopLogging","eventSource":"cloudtrail.amazonaws.com","eventID":"e-0","readOnly":false,"eventTime":"2026-01-02T03:04:05Z","userIdentity":{"type":"IAMUser","userName":"eve","accountId":"111122223333"},"requestParameters":{"big":9007199254740993},"recipientAccountId":"111122223333"}';

const test = suite("redrive");

let local: DayTwo;

test.before(async () => {
  local = await startDayTwo(SETTINGS);
});
test.before.each(() => {
  local.fault = undefined;
});
test.after(() => local.end());

const redrive = (...words: string[]) => runCli([redriveCommand], ["redrive", ...words]);
const left = (queue: string) => local.stack.messages(`Trailbridge${queue}`).length;

async function send(queue: string, body: unknown): Promise<void> {
  const client = new SQSClient({});
  const QueueUrl = local.stack.queueUrl(`Trailbridge${queue}`);
  const MessageBody = typeof body === "string" ? body : JSON.stringify(body);
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  client.destroy();
}

test("takes one stage that there is", async () => {
  assert.match((await redrive()).err, /redrive takes a stage: splitter, critical/);
  assert.match((await redrive("bufer")).err, /it is "bufer"/);
  assert.match((await redrive("buffer", "splitter")).err, /takes one stage/);
  assert.match((await redrive("buffer", "--consumer", "siem")).err, /--consumer is for stage/);
  assert.match((await redrive("consumers", "--consumer", "seam")).err, /there are siem, changes/);
});

test("says that no stack is there, and which permission is missing", async () => {
  const gone = await redrive("all", "--stack", "gone");
  assert.is(gone.status, 2);
  assert.match(gone.err, /^trailbridge: Cannot look into stack "gone" as it must be deployed/);
  const odd = await redrive("all", "--construct", "Other");
  assert.match(odd.err, /it must hold trailbridge below "Other": it has no queue/);
  local.fault = ({ service }) => (service === "cloudformation" ? denied() : undefined);
  const stack = await redrive("all");
  assert.match(
    stack.err,
    /cloudformation:DescribeStacks and cloudformation:ListStackResources must/,
  );
  local.fault = ({ operation }) => (operation === "ReceiveMessage" ? denied() : undefined);
  const receive = await redrive("splitter");
  assert.is(receive.status, 2);
  assert.match(
    receive.err,
    /Cannot receive from queue .*SplitterDeadLetters as sqs:ReceiveMessage/,
  );
});

test("says that credentials are needed", async () => {
  const program = startProgram(["redrive", "all"], withoutCredentials(process.env));
  const { status, err } = await program.result;
  assert.is(status, 2, err);
  assert.match(err, /Cannot look into stack "trailbridge" as AWS credentials are needed/);
});

test("finds nothing where nothing was given up", async () => {
  const { status, out } = await redrive("all");
  assert.is(status, 0);
  assert.match(out, /^splitter: 0 dead letters\n/);
  assert.match(out, /consumer changes: 0 dead letters\n$/);
});

test("brings every stage's dead letters back, and leaves what nobody would understand", async () => {
  // The stages fail by themselves: a file that is no gzip, a consumer that does not take.
  local.fault = ({ operation, input }) =>
    operation === "DeliverToTarget" && /siem|changes/.test(String(input.Rule))
      ? new AwsError("SDK_CLIENT_ERROR", "Access denied to the target")
      : undefined;
  await local.stack.putObject("trail", KEY.replace("_a.", "_bad."), Buffer.from("no gzip"));
  await local.stack.putObject("trail", KEY, `{"Records":[${RECORD}]}`);
  await local.stack.idle({ patienceSeconds: 3 });
  const event = { source: "trailbridge", "detail-type": "AWS API Call via CloudTrail" };
  const detail = { eventName: "X", eventID: "e-1", trailbridge: { bucket: "trail", key: KEY } };
  await send("NotifierBufferDeadLetters", { ...event, detail });
  await send("NotifierCriticalDeadLetters", { ...event, detail });
  await send("NotifierDeadLetters", { requestPayload: { trailbridge: { sweep: true } } });
  await send("NotifierDeadLetters", {
    requestPayload: { trailbridge: { redraw: { channel: "slack:C0SECURITY", window: "w" } } },
    responsePayload: { errorType: "DeliveryError", errorMessage: "channel_not_found" },
  });
  await send("NotifierDeadLetters", "no JSON \u202e");
  await send("BusConsumerschangesDeadLetters", RECORD);

  const seen = await redrive("all", "--dry-run");
  assert.is(seen.status, 1);
  assert.match(seen.out, /splitter: 1 dead letter: would be 1 back to their queue/);
  assert.match(seen.out, /back: log file s3:\/\/trail\/AWSLogs.*_bad\.json\.gz \(LogFileError/);
  assert.match(seen.out, /back: what slack:C0SECURITY does not show: window w \(DeliveryError: ch/);
  assert.match(seen.out, /onto the bus: StopLogging e-0 \(SDK_CLIENT_ERROR: Access denied/);
  assert.match(seen.out, /stays: neither an event nor what trailbridge writes/);
  assert.is(left("SplitterDeadLetters"), 1, "a dry run changes nothing");
  assert.is(left("NotifierDeadLetters"), 3);

  // Repaired.
  local.fault = undefined;
  await local.stack.putObject("trail", KEY.replace("_a.", "_bad."), '{"Records":[]}');
  const done = await redrive("all", "--json");
  assert.is(done.status, 1, done.err);
  await local.stack.idle({ patienceSeconds: 3 });
  const { queues } = JSON.parse(done.out);
  const sums = Object.fromEntries(
    queues.map(({ stage, consumer, sent, put, dropped, stayed }: Record<string, unknown>) => [
      consumer ?? stage,
      [sent, put, dropped, stayed].join(" "),
    ]),
  );
  assert.equal(sums, {
    splitter: "1 0 0 0",
    critical: "1 0 0 0",
    buffer: "1 0 0 0",
    notifier: "1 0 1 1",
    siem: "0 1 0 0",
    changes: "1 1 0 0",
  });
  assert.is(left("SplitterDeadLetters"), 0);
  assert.is(left("NotifierDeadLetters"), 1);
  assert.is(left("BusConsumerschangesDeadLetters"), 0);
  const got = local.stack.messages("TrailbridgeBusConsumerschangesQueue");
  assert.ok(got.some(({ body }) => body === RECORD));
  assert.ok(
    got.some(({ body }) => body.includes(`"record":${RECORD}`)),
    "the event as it was put, long numbers too",
  );
});

test("loses nothing where it is refused half-way, and goes on when it is asked again", async () => {
  for (let i = 0; i < 25; i++) {
    await send("SplitterDeadLetters", { s3Bucket: "trail", s3ObjectKey: [`AWSLogs/none-${i}`] });
  }
  let sends = 0;
  local.fault = ({ operation, input }) =>
    operation === "SendMessage" && String(input.QueueUrl).endsWith("Continuations") && ++sends > 7
      ? denied()
      : undefined;
  const refused = await redrive("splitter");
  assert.is(refused.status, 2);
  assert.match(refused.err, /Cannot send to queue .*sqs:SendMessage, to a role or user that the/);
  assert.is(left("SplitterDeadLetters"), 18);
  local.fault = undefined;
  const again = await redrive("splitter");
  assert.is(again.status, 0, again.err);
  assert.match(again.out, /splitter: 18 dead letters: 18 back/);
  assert.is(left("SplitterDeadLetters"), 0);
});

test("stops between two letters when it is asked to, and goes on later", async () => {
  const all = 60;
  for (let i = 0; i < all; i++) {
    await send("SplitterDeadLetters", { s3Bucket: "trail", s3ObjectKey: [`AWSLogs/gone-${i}`] });
  }
  const program = startProgram(["redrive", "splitter", "--json"], process.env);
  let sends = 0;
  local.fault = ({ operation, input }) => {
    const isBack = operation === "SendMessage" && /Continuations$/.test(String(input.QueueUrl));
    if (isBack && ++sends === 5) program.stop();
    return undefined;
  };
  const stopped = await program.result;
  assert.is(stopped.status, 1, stopped.err);
  assert.match(stopped.err, /Stopped: what is left is still there/);
  const [{ sent, isPartial }] = JSON.parse(stopped.out).queues;
  assert.ok(isPartial);
  assert.is(left("SplitterDeadLetters"), all - sent);
  const rest = await redrive("splitter", "--json");
  assert.is(JSON.parse(rest.out).queues[0].sent, all - sent);
  assert.is(left("SplitterDeadLetters"), 0);
});

test.run();
