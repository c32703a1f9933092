import { DynamoDBClient, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { startEndpoint } from "../../../src/local/protocol/endpoint.ts";
import { createDynamoDb } from "../../../src/local/services/dynamodb.ts";

const test = suite("createDynamoDb()");

test("deletes items whose time is over, and no others", async () => {
  const dynamodb = createDynamoDb();
  const refuse = () => assert.unreachable();
  const endpoint = await startEndpoint({
    dynamodb: dynamodb.handle,
    s3: refuse,
    json: [],
    query: [],
    intercept: () => undefined,
  });
  const table = { name: "claims", key: "pk", expiry: "expiresAt" };
  const client = new DynamoDBClient({
    endpoint: endpoint.url,
    region: "eu-central-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  try {
    await dynamodb.createTables([table], endpoint.url);
    for (const [pk, expiresAt] of [
      ["old", "999"],
      ["new", "1000"],
      ["for ever", undefined],
    ] as const) {
      const Item = { pk: { S: pk }, ...(expiresAt && { expiresAt: { N: expiresAt } }) };
      await client.send(new PutItemCommand({ TableName: "claims", Item }));
    }
    await dynamodb.deleteExpired(table, endpoint.url, 1_000_999);
    const { Items = [] } = await client.send(new ScanCommand({ TableName: "claims" }));
    assert.equal(Items.map(({ pk }) => pk?.S).sort(), ["for ever", "new"]);
  } finally {
    client.destroy();
    await endpoint.close();
  }
});

test.run();
