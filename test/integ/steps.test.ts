import "../support/handler-bundles.ts";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { synthesizeSettings } from "../../infra/build/synthesize.ts";
import { parseSettings } from "../../src/adapters/settings-file.ts";
import { startTrailbridge } from "../../src/local/trailbridge.ts";
import { clientConfig } from "../support/client-config.ts";
import { integSettings, runSteps } from "./steps.ts";

const test = suite("npm run integ");

test("its steps come about on the local stack, and a step that does not is named", async () => {
  const place = ["111122223333", "eu-central-1"] as const;
  const text = JSON.stringify(integSettings("integ", "integ-logs", ...place));
  const settings = parseSettings(text, "integ.yaml");
  const synthesis = await synthesizeSettings(settings, ".");
  const local = await startTrailbridge({ settings, deployments: [synthesis.stacks.trailbridge] });
  const { stack, wiring } = local;
  const config = { ...clientConfig(stack), region: place[1] };
  const [s3, sqs] = [new S3Client(config), new SQSClient(config)];
  const queueUrl = (part: RegExp) => {
    const name = wiring.queues?.map((it) => it.name).find((it) => part.test(it));
    return stack.queueUrl(String(name));
  };
  try {
    const said: string[] = [];
    const deployed = {
      s3,
      sqs,
      bucket: "integ-logs",
      account: place[0],
      region: place[1],
      recordsQueueUrl: queueUrl(/ConsumersRecordsQueue/i),
      alertsQueueUrl: queueUrl(/ConsumersAlertsQueue/i),
      patienceSeconds: 60,
    };
    await runSteps(deployed, (line) => said.push(line));
    assert.is(said.length, 4);
    assert.equal(stack.refusals(), []);
    const deaf = { ...deployed, recordsQueueUrl: deployed.alertsQueueUrl, patienceSeconds: 0 };
    try {
      await runSteps(deaf, () => {});
      assert.unreachable();
    } catch (error) {
      assert.match((error as Error).message, /^Cannot see the record, forwarded/);
    }
  } finally {
    s3.destroy();
    sqs.destroy();
    await local.close();
    synthesis.close();
  }
});

test.run();
