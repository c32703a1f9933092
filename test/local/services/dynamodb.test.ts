import {
  BatchWriteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Endpoint, startEndpoint } from "../../../src/local/protocol/endpoint.ts";
import { createDynamoDb } from "../../../src/local/services/dynamodb.ts";
import { errorName } from "../../support/client-config.ts";

const test = suite("createDynamoDb()");

const CLAIMS = { name: "claims", key: "pk", expiry: "expiresAt" };
const THREADS = { name: "threads", key: "pk", sortKey: "sk", expiry: "expiresAt" };

const dynamodb = await createDynamoDb();
let endpoint: Endpoint;
let client: DynamoDBClient;

test.before(async () => {
  const refuse = () => assert.unreachable();
  const services = { s3: refuse, json: [], query: [], intercept: () => undefined };
  endpoint = await startEndpoint({ ...services, dynamodb: dynamodb.handle });
  client = new DynamoDBClient({
    endpoint: endpoint.url,
    region: "eu-central-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  await dynamodb.createTables([CLAIMS, THREADS], endpoint.url);
});

test.after(async () => {
  client.destroy();
  await endpoint.close();
});

test("deletes items whose time is over, and no others", async () => {
  const items = [
    ["old", "999"],
    ["new", "1000"],
    ["for ever", undefined],
  ] as const;
  for (const [pk, expiresAt] of items) {
    const Item = { pk: { S: pk }, ...(expiresAt && { expiresAt: { N: expiresAt } }) };
    await client.send(new PutItemCommand({ TableName: "claims", Item }));
    const sorted = { ...Item, pk: { S: "same" }, sk: { S: pk } };
    await client.send(new PutItemCommand({ TableName: "threads", Item: sorted }));
  }
  for (const [table, name] of [
    [CLAIMS, "pk"],
    [THREADS, "sk"],
  ] as const) {
    await dynamodb.deleteExpired(table, endpoint.url, 1_000_999);
    const { Items = [] } = await client.send(new ScanCommand({ TableName: table.name }));
    assert.equal(Items.map((item) => item[name]?.S).sort(), ["for ever", "new"]);
  }
});

test("refuses an item without the table's sort key", async () => {
  const put = new PutItemCommand({ TableName: "threads", Item: { pk: { S: "a" } } });
  assert.is(await errorName(client.send(put)), "ValidationException");
});

test("keeps the items of a partition in the order of their sort keys, and counts them", async () => {
  const TableName = "threads";
  const keys = ["member#0003", "member#0001", "head", "member#0002", "meta"];
  await client.send(
    new BatchWriteItemCommand({
      RequestItems: {
        [TableName]: keys.map((sk) => ({
          PutRequest: { Item: { pk: { S: "t" }, sk: { S: sk } } },
        })),
      },
    }),
  );
  const query = {
    TableName,
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)",
    ExpressionAttributeValues: { ":pk": { S: "t" }, ":sk": { S: "member#" } },
  };
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({ ...query, Limit: 2 }),
  );
  assert.equal(
    Items.map(({ sk }) => sk?.S),
    ["member#0001", "member#0002"],
  );
  const rest = await client.send(
    new QueryCommand({ ...query, ExclusiveStartKey: LastEvaluatedKey }),
  );
  assert.equal(
    rest.Items?.map(({ sk }) => sk?.S),
    ["member#0003"],
  );
  const counted = await client.send(
    new QueryCommand({ ...query, Select: "COUNT", ConsistentRead: true }),
  );
  assert.is(counted.Count, 3);
});

test("adds to one item however many add at a time, and answers with what it became", async () => {
  const add = () =>
    client.send(
      new UpdateItemCommand({
        TableName: "threads",
        Key: { pk: { S: "t" }, sk: { S: "seq" } },
        UpdateExpression: "ADD seq :one SET dirtySince = if_not_exists(dirtySince, :now)",
        ExpressionAttributeValues: { ":one": { N: "1" }, ":now": { N: "7" } },
        ReturnValues: "ALL_NEW",
      }),
    );
  const answers = await Promise.all(Array.from({ length: 20 }, add));
  const numbers = answers.map(({ Attributes }) => Number(Attributes?.seq?.N));
  assert.equal(
    numbers.sort((a, b) => a - b),
    Array.from({ length: 20 }, (_, n) => n + 1),
  );
  assert.is(answers[0]?.Attributes?.dirtySince?.N, "7");
});

test.run();
