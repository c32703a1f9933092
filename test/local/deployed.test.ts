import { gzipSync } from "node:zlib";
import { Stack } from "aws-cdk-lib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type SynthesizedStack, synthesizeStacks } from "../../infra/build/synthesize.ts";
import { TrailbridgeReceiver } from "../../infra/trailbridge-receiver.ts";
import { TrailbridgeStack } from "../../infra/trailbridge-stack.ts";
import { parseSettings } from "../../src/adapters/settings-file.ts";
import { type LocalTrailbridge, startTrailbridge } from "../../src/local/trailbridge.ts";

const KEY =
  "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/01/02/111122223333_CloudTrail_eu-central-1_20260102T0305Z_a.json.gz";
const settings = parseSettings(
  `
account: "111122223333"
region: eu-central-1
logs: { bucket: trail }
slack: { app: { botTokenSecretId: slack-token, channel: C0SECURITY } }
consumers:
  lake: { firehose: {} }
  siem: { http: { url: "https://siem.example.com", header: Authorization, secretId: siem } }
  changes: { queue: {}, only: { readOnly: [false] } }
  insights: { logGroup: {}, only: { "userIdentity.type": [IAMUser] } }
  production: { bus: { arn: "arn:aws:events:eu-central-1:777788889999:event-bus/trailbridge" } }
`,
  "settings.yaml",
);

/**
 * Records as CloudTrail may write them, as text: long numbers, decimals, nulls, empty containers,
 * keys with dots, keys in an order of their own, text beyond ASCII.
 */
const RECORDS = [
  '{"eventVersion":"1.11","eventName":"StopLogging","eventSource":"cloudtrail.amazonaws.com","eventID":"e-0","readOnly":false,"userIdentity":{"type":"IAMUser","accountId":"111122223333"},"requestParameters":null,"responseElements":{}}',
  '{"eventID":"e-1","eventName":"PutItem","readOnly":false,"requestParameters":{"number":9007199254740993,"low":-9223372036854775808,"decimal":1.10,"exponent":1e3,"list":[],"nested":[[1,{"a":null}],[]]}}',
  '{"eventID":"e-2","eventName":"GetObject","readOnly":true,"additionalEventData":{"x-amz.id.2":"dotted","10":"b","2":"a"},"errorMessage":"Zugriff verweigert: \\u00fc \\ud83d\\ude00 \\"q\\""}',
  '{"zuletzt":true,"eventID":"e-3","record":"a record may have this key","trailbridge":{"own":1}}',
];

let synthesis: Awaited<ReturnType<typeof synthesize>>;

const test = suite("the product as its template deploys it");

test.before(async () => {
  synthesis = await synthesize();
});
test.after(() => synthesis.close());

test("hands consumers every record as CloudTrail wrote it, and a receiving account every event", async () => {
  const { trailbridge, receiving } = synthesis.stacks;
  await running([trailbridge, receiving], ({ stack, notRun }) => {
    assert.equal(notRun, []);
    assert.equal(lines(stack.delivered("lake")), [...RECORDS].sort());
    assert.equal(lines(stack.delivered("siem")), [...RECORDS].sort());

    const received = stack.messages("ReceiverBusConsumersSiemQueue").map(({ body }) => body);
    assert.is(received.length, RECORDS.length);
    for (const record of RECORDS) {
      assert.ok(
        received.some((body) => body.includes(`"record":${record}`)),
        `the receiving bus has not ${record}`,
      );
    }
    const { account, source } = JSON.parse(received[0] ?? "{}");
    assert.equal([account, source], ["111122223333", "trailbridge"]);

    const changes = stack.messages("TrailbridgeBusConsumerschangesQueue");
    assert.equal(changes.map(({ body }) => JSON.parse(body).detail.eventID).sort(), ["e-0", "e-1"]);
    const [user, ...more] = lines(stack.delivered("insights"));
    assert.equal(more, []);
    assert.is(JSON.parse(user ?? "{}").detail["userIdentity.type"], "IAMUser");
  });
});

test("alerts, counts and loses nothing with the template as it is", async () => {
  await running([synthesis.stacks.trailbridge], ({ stack, desk }) => {
    assert.is(stack.counters("trailbridge-splitter").published, RECORDS.length);
    assert.is(stack.counters("trailbridge-notifier").alerted, 1);
    const [parent, details, ...more] = desk.messages("C0SECURITY");
    assert.equal([details?.thread_ts, more], [parent?.ts, []]);
    assert.is(stack.report().deadLetters, 0);
  });
});

test("alerts nothing once a rule's pattern in the template is broken", async () => {
  const broken = changed('"StopLogging"', '"StopLoging"');
  await running([broken], ({ stack, desk }) => {
    assert.is(stack.counters("trailbridge-splitter").published, RECORDS.length);
    assert.equal(desk.messages("C0SECURITY"), []);
  });
});

test("reads nothing once the notification filter in the template is broken", async () => {
  const broken = changed('"Value":"AWSLogs/"', '"Value":"AWSLog/"');
  await running([broken], ({ stack, desk }) => {
    assert.equal(stack.counters("trailbridge-splitter"), {});
    assert.equal(desk.messages("C0SECURITY"), []);
  });
});

test("delivers nothing once an input path in the template is broken", async () => {
  const broken = changed('"InputPath":"$.detail.record"', '"InputPath":"$.detail.recrd"');
  await running([broken], ({ stack }) => {
    assert.equal(
      lines(stack.delivered("lake")),
      RECORDS.map(() => "{}"),
    );
  });
});

test.run();

/** The stack with one text in its template replaced wherever it stands, as by hand. */
function changed(text: string, by: string): SynthesizedStack {
  const { trailbridge } = synthesis.stacks;
  const template = JSON.stringify(trailbridge.template);
  assert.ok(template.includes(text), `the template holds no ${text}`);
  return { ...trailbridge, template: JSON.parse(template.replaceAll(text, by)) };
}

/** Runs the product over one log file with the records, looks at what came of it, and ends it. */
async function running(
  deployments: readonly [SynthesizedStack, ...SynthesizedStack[]],
  look: (local: LocalTrailbridge) => void,
): Promise<void> {
  const local = await startTrailbridge({ settings, deployments, maxEnvironments: 1 });
  try {
    const log = gzipSync(`{"Records":[${RECORDS.join(",")}]}`);
    await local.stack.putObject("trail", KEY, log);
    await local.stack.idle();
    look(local);
  } finally {
    await local.close();
  }
}

async function synthesize() {
  return synthesizeStacks((app) => {
    const receiving = new Stack(app, "receiving", {
      env: { account: "777788889999", region: "eu-central-1" },
    });
    new TrailbridgeReceiver(receiving, "Receiver", {
      senderAccount: "111122223333",
      eventBusName: "trailbridge",
    }).bus.addQueue("Siem");
    return { trailbridge: new TrailbridgeStack(app, { settings, baseDirectory: "." }), receiving };
  });
}

function lines(text: string): string[] {
  return text.trimEnd().split("\n").sort();
}
