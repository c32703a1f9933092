import type { Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Table } from "./table.ts";
import { TableError } from "./value.ts";

type Fields = Readonly<Record<string, unknown>>;
type Step = readonly [operation: string, fields: Fields];

/** dynalite ships no types. */
const dynalite: (options: { createTableMs: number }) => Server = createRequire(import.meta.url)(
  "dynalite",
);

const TABLE = "alerts";
const s = (S: string) => ({ S });
const n = (N: number) => ({ N: String(N) });
const key = (sk = "a", pk = "p") => ({ pk: s(pk), sk: s(sk) });
const put = (fields: Fields, more: Fields = {}): Step => [
  "PutItem",
  { Item: { ...key(), ...fields }, ...more },
];
const get = (sk = "a"): Step => ["GetItem", { Key: key(sk), ConsistentRead: true }];
const update = (UpdateExpression: string, values: Fields = {}, more: Fields = {}): Step => [
  "UpdateItem",
  {
    Key: key(),
    UpdateExpression,
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    ReturnValues: "ALL_NEW",
    ...more,
  },
];
const when = (ConditionExpression: string, values: Fields = {}, names: Fields = {}): Fields => ({
  ConditionExpression,
  ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
  ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
});
const query = (KeyConditionExpression: string, values: Fields, more: Fields = {}): Step => [
  "Query",
  { KeyConditionExpression, ExpressionAttributeValues: values, ConsistentRead: true, ...more },
];
const many = (count: number): Step[] =>
  Array.from({ length: count }, (_, i) => put({ n: n(i) }, {})).map(
    ([name, fields], i): Step => [
      name,
      {
        Item: { ...(fields.Item as object), sk: s(`k${String((i * 7) % count).padStart(2, "0")}`) },
      },
    ],
  );

/** Requests one after another; both tables must give the same answers, refusals included. */
const CASES: Readonly<Record<string, readonly Step[]>> = {
  "refuses a key that is not whole": [["GetItem", { Key: { pk: s("p") }, ConsistentRead: true }]],
  "refuses an empty key": [["PutItem", { Item: { pk: s(""), sk: s("a") } }]],
  "refuses a table there is not": [
    ["GetItem", { TableName: "other", Key: key(), ConsistentRead: true }],
  ],
  "refuses a reserved word": [put({}, when("window = :w", { ":w": s("x") }))],
  "refuses a value nobody uses": [put({}, when("attribute_not_exists(pk)", { ":w": s("x") }))],
  "refuses a name nobody uses": [put({}, when("attribute_not_exists(pk)", {}, { "#w": "window" }))],
  "refuses a value that is not given": [put({}, when("version = :w"))],
  "refuses a sign that is no operator": [put({}, when("a ! :w", { ":w": s("x") }))],
  "refuses an unknown function": [put({}, when("exists(a)"))],
  "refuses to update a key": [update("SET pk = :x", { ":x": s("q") })],
  "refuses an attribute twice": [update("SET a = :x, a = :y", { ":x": n(1), ":y": n(2) })],
  "refuses a clause twice": [update("SET a = :x SET b = :x", { ":x": n(1) })],
  "refuses to add to a text": [put({ a: s("x") }), update("ADD a :one", { ":one": n(1) })],
  "refuses to set from what is not there": [update("SET a = b", {})],
  "refuses a query without its partition": [query("sk = :s", { ":s": s("a") })],
  "refuses a query by another attribute": [
    query("pk = :p AND other = :s", { ":p": s("p"), ":s": s("a") }),
  ],
  "puts and gets": [
    put({ a: n(1), b: { BOOL: true }, c: { L: [s("x")] }, d: { B: "AA==" } }),
    get(),
    get("none"),
  ],
  "puts over what there is": [
    put({ a: n(1) }),
    put({ b: n(2) }, { ReturnValues: "ALL_OLD" }),
    get(),
  ],
  "puts only what is new": [
    put({ a: n(1) }, when("attribute_not_exists(pk)")),
    put({ a: n(2) }, when("attribute_not_exists(pk)")),
    get(),
  ],
  "puts what is absent or over": [
    put({ closesAt: n(5) }, when("attribute_not_exists(pk) OR closesAt <= :now", { ":now": n(4) })),
    put({ closesAt: n(6) }, when("attribute_not_exists(pk) OR closesAt <= :now", { ":now": n(4) })),
    put({ closesAt: n(7) }, when("attribute_not_exists(pk) OR closesAt <= :now", { ":now": n(5) })),
    get(),
  ],
  "compares numbers as numbers": [
    put({ a: n(10) }),
    put({ b: n(1) }, when("a > :two", { ":two": n(2) })),
    get(),
  ],
  "compares nothing with a missing attribute": [
    put({}),
    put({ b: n(1) }, when("a < :two", { ":two": n(2) })),
    put({ b: n(1) }, when("a = :two", { ":two": n(2) })),
    put({ b: n(2) }, when("a <> :two", { ":two": n(2) })),
    get(),
  ],
  "takes no number for a text": [
    put({ a: s("1") }),
    put({ b: n(1) }, when("a = :one", { ":one": n(1) })),
    get(),
  ],
  "knows NOT, AND, OR and parentheses": [
    put({ a: n(1), b: n(2) }),
    put({ x: n(1) }, when("NOT (a = :one AND b = :two)", { ":one": n(1), ":two": n(2) })),
    put(
      { x: n(2) },
      when("NOT a = :two AND (b = :one OR b = :two)", { ":one": n(1), ":two": n(2) }),
    ),
    get(),
  ],
  "knows BETWEEN and IN": [
    put({ a: n(3) }),
    put({ a: n(4) }, when("a BETWEEN :l AND :h", { ":l": n(1), ":h": n(3) })),
    put({ a: n(5) }, when("a IN (:l, :h)", { ":l": n(1), ":h": n(4) })),
    put({ a: n(6) }, when("a IN (:l, :h)", { ":l": n(1), ":h": n(4) })),
    get(),
  ],
  "knows begins_with, contains and size": [
    put({ a: s("abc"), b: { SS: ["x", "y"] } }),
    put(
      { a: s("abd"), b: { SS: ["x"] } },
      when("begins_with(a, :s) AND contains(b, :x)", { ":s": s("ab"), ":x": s("y") }),
    ),
    put({ z: n(1) }, when("size(a) > :n", { ":n": n(3) })),
    put({ z: n(2) }, when("size(a) = :n", { ":n": n(3) })),
    get(),
  ],
  "sets, removes and adds": [
    update("SET a = :a, b = if_not_exists(b, :b) ADD c :one REMOVE d", {
      ":a": n(1),
      ":b": s("x"),
      ":one": n(1),
    }),
    update("SET b = if_not_exists(b, :b) ADD c :one REMOVE a", { ":b": s("y"), ":one": n(2) }),
    get(),
  ],
  "sets from the item as it was": [
    put({ a: n(1), b: n(5) }),
    update("SET a = b, b = a + :one", { ":one": n(1) }),
    update("SET a = a - :one REMOVE b", { ":one": n(1) }),
  ],
  "adds to sets and takes from them": [
    update("ADD t :t", { ":t": { SS: ["b"] } }),
    update("DELETE t :t", { ":t": { SS: ["b"] } }),
  ],
  "updates only as the condition says": [
    put({ version: s("1") }),
    update("SET a = :a", { ":a": n(1), ":v": s("2") }, { ConditionExpression: "version = :v" }),
    update("SET a = :a", { ":a": n(1), ":v": s("1") }, { ConditionExpression: "version = :v" }),
  ],
  "makes an item by an update": [update("ADD seq :one", { ":one": n(1) }), get()],
  "makes no item where the condition wants one": [
    update("SET a = :a", { ":a": n(1) }, { ConditionExpression: "attribute_exists(pk)" }),
    get(),
  ],
  "names what is reserved": [
    update("SET #w = :w", { ":w": s("x") }, { ExpressionAttributeNames: { "#w": "window" } }),
  ],
  deletes: [
    put({ a: n(1) }),
    ["DeleteItem", { Key: key(), ...when("a = :a", { ":a": n(2) }) }],
    get(),
    ["DeleteItem", { Key: key(), ...when("a = :a", { ":a": n(1) }), ReturnValues: "ALL_OLD" }],
    get(),
    ["DeleteItem", { Key: key() }],
  ],
  "queries a partition in the order of its sort keys": [
    ...many(9),
    ["PutItem", { Item: { ...key("k00", "other"), a: n(1) } }],
    query("pk = :p", { ":p": s("p") }),
    query("pk = :p", { ":p": s("p") }, { ScanIndexForward: false, Limit: 2 }),
    query("pk = :p AND sk > :s", { ":p": s("p"), ":s": s("k05") }),
    query("pk = :p AND sk BETWEEN :s AND :t", { ":p": s("p"), ":s": s("k02"), ":t": s("k04") }),
  ],
  "queries what begins so, page by page": [
    ...many(9),
    put({}, {}),
    query("pk = :p AND begins_with(sk, :s)", { ":p": s("p"), ":s": s("k0") }, { Limit: 4 }),
    query(
      "pk = :p AND begins_with(sk, :s)",
      { ":p": s("p"), ":s": s("k0") },
      {
        Limit: 4,
        ExclusiveStartKey: key("k03"),
      },
    ),
    query("pk = :p AND begins_with(sk, :s)", { ":p": s("p"), ":s": s("z") }),
  ],
  "filters and counts": [
    ...many(5),
    query("pk = :p", { ":p": s("p"), ":n": n(2) }, { FilterExpression: "n > :n" }),
    query("pk = :p", { ":p": s("p") }, { Select: "COUNT" }),
  ],
  projects: [
    put({ a: n(1), at: n(2) }),
    [
      "GetItem",
      {
        Key: key(),
        ConsistentRead: true,
        ProjectionExpression: "a, #at",
        ExpressionAttributeNames: { "#at": "at" },
      },
    ],
  ],
  "writes batches": [
    [
      "BatchWriteItem",
      {
        RequestItems: {
          [TABLE]: [
            { PutRequest: { Item: { ...key("x"), a: n(1) } } },
            { PutRequest: { Item: key("y") } },
          ],
        },
      },
    ],
    ["BatchWriteItem", { RequestItems: { [TABLE]: [{ DeleteRequest: { Key: key("x") } }] } }],
    query("pk = :p", { ":p": s("p") }),
    [
      "BatchWriteItem",
      {
        RequestItems: {
          [TABLE]: [{ PutRequest: { Item: key("x") } }, { PutRequest: { Item: key("x") } }],
        },
      },
    ],
  ],
};

const tables = suite("the simulated table beside dynalite");

let server: Server;
let url: string;

tables.before(async () => {
  server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await call("CreateTable", {
    TableName: TABLE,
    KeySchema: [
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ],
    AttributeDefinitions: [
      { AttributeName: "pk", AttributeType: "S" },
      { AttributeName: "sk", AttributeType: "S" },
    ],
    BillingMode: "PAY_PER_REQUEST",
  });
  while (!JSON.stringify(await call("DescribeTable", { TableName: TABLE })).includes("ACTIVE"));
});

tables.after(async () => {
  await new Promise((resolve) => server.close(resolve));
});

for (const [name, steps] of Object.entries(CASES)) {
  tables(name, async () => {
    const table = new Table(TABLE);
    // One table for all cases: each has a partition of its own.
    const own = JSON.stringify(s(name));
    for (const [operation, fields] of JSON.parse(
      JSON.stringify(steps).replaceAll(JSON.stringify(s("p")), own),
    ) as Step[]) {
      const request = operation === "BatchWriteItem" ? fields : { TableName: TABLE, ...fields };
      const there = await call(operation, request);
      assert.equal(answerOf(table, operation, request), there, JSON.stringify([operation, fields]));
    }
  });
}

tables("refuses what it does not know, instead of passing it over", () => {
  const table = new Table(TABLE);
  const answer = (operation: string, fields: Fields) => () =>
    table.answer(operation, { TableName: TABLE, ...fields });
  assert.throws(answer("Scan", {}), /knows no such operation/);
  assert.throws(answer("GetItem", { Key: key() }), /eventually consistent/);
  assert.throws(answer("GetItem", { Key: key(), AttributesToGet: ["a"] }), /knows no field/);
  assert.throws(answer("PutItem", { Item: { ...key(), a: { BS: ["AA=="] } } }), /no such type/);
});

tables.run();

/** What dynalite answers: fields, or the error's name; how it words one is its own. */
async function call(operation: string, fields: Fields): Promise<unknown> {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `DynamoDB_20120810.${operation}`,
      authorization:
        "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=b",
      "x-amz-date": "20260101T000000Z",
    },
    body: JSON.stringify(fields),
  });
  const answer = (await response.json()) as Fields;
  return response.status === 200 ? answer : { error: String(answer.__type).split("#").at(-1) };
}

function answerOf(table: Table, operation: string, request: Fields): unknown {
  try {
    return JSON.parse(JSON.stringify(table.answer(operation, request)));
  } catch (error) {
    if (error instanceof TableError) return { error: error.code };
    throw error;
  }
}
