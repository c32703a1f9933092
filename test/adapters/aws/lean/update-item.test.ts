import {
  DynamoDBClient,
  type DynamoDBClientConfig,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { leanUpdateItem, type PlainUpdate } from "../../../../src/adapters/aws/lean/update-item.ts";
import {
  asSent,
  type DaySettings,
  dayOf,
  answerOf as oracleAnswer,
  outcomeOf,
  type Seen,
} from "../../../support/sdk-oracle.ts";

// The SDK's client is what a lean call is compared with throughout: both get the same, and must do
// and say the same.

const CONFIG = {
  region: "eu-central-1",
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "s", sessionToken: "t" },
} as const;

const UPDATE: PlainUpdate = {
  TableName: "files",
  Key: { pk: { S: "logs/AWSLogs/é.json.gz" }, sk: { S: "content" } },
  UpdateExpression: "SET etag = :etag, expiresAt = :expiry",
  ConditionExpression: "attribute_not_exists(pk) OR etag = :etag",
  ExpressionAttributeValues: { ":etag": { S: '"e1"' }, ":expiry": { N: "1800000000" } },
  ReturnValues: "ALL_OLD",
};

type Update = (update: PlainUpdate) => Promise<unknown>;

/** The two that are compared, by what makes the calls of a client. */
const WAYS: readonly ((client: DynamoDBClient) => Update)[] = [
  (client) => (update) => client.send(new UpdateItemCommand(update as never)),
  leanUpdateItem,
];

const HEADERS = {
  connection: "close",
  "content-type": "application/x-amz-json-1.0",
  "x-amzn-requestid": "r-1",
};

function answerOf(status: number, body: string, headers: Record<string, string> = {}): string {
  return oracleAnswer(status, body, { ...HEADERS, ...headers });
}

function errorOf(status: number, type: string, headers = {}, more = {}): string {
  const __type = `com.amazonaws.dynamodb.v20120810#${type}`;
  return answerOf(status, JSON.stringify({ __type, message: `${type} it is`, ...more }), headers);
}

const attributes = (Attributes: unknown) => answerOf(200, JSON.stringify({ Attributes }));

const NEW = answerOf(200, "{}");
const OLD = attributes({ etag: { S: '"e\u00e91"' }, firstRead: { N: "1769213160000" } });
/** Another time than here, by which the SDK sets its clock. */
const LATER = { date: new Date(Date.now() + 3_600_000).toUTCString() };

/** What the table does, answer by answer; the last again and again. */
const DAYS: Readonly<Record<string, readonly string[]>> = {
  "an item that is new": [NEW],
  "an item that was there": [OLD],
  "an item with bytes": [attributes({ etag: { S: "e" }, bytes: { B: "AAEC" } })],
  "an item with a list": [attributes({ list: { L: [{ S: "a" }, { N: "1" }] } })],
  "an item with sets, maps and nothing": [
    attributes({ a: { SS: ["a"] }, b: { M: { c: { BOOL: true } } }, d: { NULL: true } }),
  ],
  "an item without attributes": [attributes({})],
  "no item, said so": [attributes(null)],
  "an answer of another time": [OLD.replace("\r\n", `\r\ndate: ${LATER.date}\r\n`)],
  "a condition that does not hold": [errorOf(400, "ConditionalCheckFailedException")],
  "a condition that does not hold, with the item": [
    errorOf(400, "ConditionalCheckFailedException", {}, { Item: { etag: { S: "e2" } } }),
  ],
  "a table that is gone": [errorOf(400, "ResourceNotFoundException")],
  "a missing permission": [errorOf(400, "AccessDeniedException")],
  "expired credentials": [errorOf(400, "ExpiredTokenException")],
  "a throttle": [errorOf(400, "ThrottlingException")],
  "a throttle, then an answer": [errorOf(400, "ProvisionedThroughputExceededException"), OLD],
  "too many requests": [errorOf(400, "RequestLimitExceeded"), OLD],
  "a failure of the service": [errorOf(500, "InternalServerError")],
  "a failure of the service, then an answer": [errorOf(500, "InternalServerError"), NEW],
  "a conflict": [errorOf(400, "TransactionConflictException"), NEW],
  "a clock that is wrong": [errorOf(400, "InvalidSignatureException", LATER), OLD],
  "a service that is unavailable": [
    answerOf(503, "<html>no</html>", { "content-type": "text/html" }),
    OLD,
  ],
  "a redirect": [answerOf(307, "", { location: "http://127.0.0.1:1/" })],
  "an answer that is no JSON": [answerOf(200, "<html></html>")],
  "an answer without a body": [answerOf(200, "")],
  "an answer of null": [answerOf(200, "null")],
  "an answer that is not all there": [OLD.slice(0, -5)],
  "an answer that is not all there, then one that is": [OLD.slice(0, -5), OLD],
  "a connection that ends, then an answer": ["", OLD],
  "what is no HTTP": ["gibberish\r\n\r\n"],
  "silence, then an answer": ["hang", OLD],
  "an answer that stalls": [`stall${OLD.slice(0, -5)}`],
};

const test = suite("leanUpdateItem()");

for (const [name, answers] of Object.entries(DAYS)) {
  for (const maxAttempts of [1, 3]) {
    test(`makes of ${name} what the SDK does, with ${maxAttempts} attempts`, async () => {
      const [sdk, lean] = await Promise.all(WAYS.map((way) => day(way, answers, maxAttempts)));
      assert.equal(lean, sdk);
    });
  }
}

/** What a client makes of a day, and what the service saw of it. */
function day(way: (typeof WAYS)[number], answers: readonly string[], maxAttempts: number) {
  const clientOf = (settings: DaySettings) => new DynamoDBClient({ ...CONFIG, ...settings });
  return dayOf(answers, maxAttempts, clientOf, (client) => {
    const update = way(client);
    return [() => update(UPDATE), () => update(UPDATE)];
  });
}

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom("\ud800", "\udc00", "\u2028", "\0", "\x7f", '"', "\\", "é"),
  }),
);
const values = fc.dictionary(
  fc.string().map((name) => `:${name}`),
  fc.oneof(
    fc.record({ S: text }),
    fc.integer().map((n) => ({ N: String(n) })),
  ),
);

const PLACES: readonly (DynamoDBClientConfig & { readonly tables?: readonly string[] })[] = [
  {},
  { endpoint: "http://127.0.0.1:4566" },
  { useFipsEndpoint: true, region: "us-gov-west-1" },
  { useDualstackEndpoint: true },
  { region: "cn-north-1" },
  { tables: ["arn:aws:dynamodb:eu-central-1:111122223333:table/files", "files"] },
  { credentials: { ...CONFIG.credentials, accountId: "111122223333" } },
  {
    credentials: { ...CONFIG.credentials, accountId: "111122223333" },
    accountIdEndpointMode: "disabled",
  },
  { accountIdEndpointMode: "required" },
];

for (const { tables = ["files", "other"], ...config } of PLACES) {
  test(`asks for any update as the SDK does: ${JSON.stringify({ ...config, tables })}`, async () => {
    const spies = WAYS.map((way) => {
      const { client, seen } = spyClient(config);
      return { update: way(client), seen };
    });
    const update = fc.record({
      TableName: fc.constantFrom(...tables),
      Key: fc.record({ pk: fc.record({ S: text }), sk: fc.constant({ S: "content" }) }),
      UpdateExpression: text,
      ConditionExpression: text,
      ExpressionAttributeValues: values,
      ReturnValues: fc.constant("ALL_OLD" as const),
    });
    await fc.assert(
      fc.asyncProperty(update, async (wanted) => {
        const asked = [];
        for (const { update, seen } of spies) {
          const outcome = await outcomeOf(update(wanted));
          asked.push({ outcome, seen: seen.splice(0).map(asSent) });
        }
        assert.equal(asked[1], asked[0]);
      }),
      { numRuns: 100 },
    );
  });
}

test("makes a lean call of nearly all: the SDK makes one request for many", async () => {
  const { client, seen } = spyClient();
  let made = 0;
  client.middlewareStack.add(
    (next) => (args) => {
      made++;
      return next(args);
    },
    { step: "initialize" },
  );
  const update = leanUpdateItem(client);
  for (let n = 0; n < 4; n++) await update(UPDATE);
  assert.equal([made, seen.length], [1, 4]);
});

test.run();

/** A client whose requests are kept, and answered at once. */
function spyClient(config: DynamoDBClientConfig = {}) {
  const seen: Seen[] = [];
  const client = new DynamoDBClient({
    ...CONFIG,
    ...config,
    requestHandler: {
      async handle(request: Seen) {
        seen.push(request);
        const body = Buffer.from('{"Attributes":{"etag":{"S":"e"}}}');
        return { response: { statusCode: 200, headers: {}, body } };
      },
      updateHttpClientConfig() {},
      httpHandlerConfigs: () => ({}),
    } as never,
  });
  return { client, seen };
}
