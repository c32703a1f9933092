import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  paginateListStackResources,
} from "@aws-sdk/client-cloudformation";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { startStack } from "../../../src/local/stack.ts";
import type { Stack } from "../../../src/local/stack-types.ts";
import { clientConfig } from "../../support/client-config.ts";

const test = suite<{ stack: Stack; client: CloudFormationClient }>("createCloudFormation()");

test.before(async (context) => {
  context.stack = await startStack({
    wiring: {
      queues: [{ name: "buffer" }],
      stacks: [
        {
          name: "security",
          template: '{"Resources":{}}',
          outputs: { BufferUrl: { queueUrl: "buffer" }, Note: "a < b" },
          resources: Array.from({ length: 130 }, (_, i) => ({
            logicalId: `Queue${i}`,
            type: "AWS::SQS::Queue",
            physicalId: { queueUrl: "buffer" },
          })),
        },
      ],
    },
  });
  context.client = new CloudFormationClient(clientConfig(context.stack));
});
test.after(({ stack }) => stack.close());

test("knows no stack but those that are deployed", async ({ client }) => {
  const error = await client.send(new DescribeStacksCommand({ StackName: "gone" })).catch((e) => e);
  assert.match(error.message, /Stack with id gone does not exist/);
});

test("lists resources page by page, queues by their addresses", async ({ client, stack }) => {
  const ids: unknown[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName: "security" })) {
    for (const it of page.StackResourceSummaries ?? []) {
      ids.push(it.LogicalResourceId);
      assert.is(it.PhysicalResourceId, stack.queueUrl("buffer"));
    }
  }
  assert.is(new Set(ids).size, 130);
});

test("gives outputs and template as they are", async ({ client, stack }) => {
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({}));
  assert.equal(
    Stacks[0]?.Outputs?.map((it) => [it.OutputKey, it.OutputValue]),
    [
      ["BufferUrl", stack.queueUrl("buffer")],
      ["Note", "a < b"],
    ],
  );
  const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName: "security" }));
  assert.is(TemplateBody, '{"Resources":{}}');
});

test.run();
