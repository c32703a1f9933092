import { once } from "node:events";
import type { Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";

/** A DynamoDB by dynalite over HTTP with one empty table. */
export interface DynaliteTable {
  readonly url: string;
  readonly client: DynamoDBClient;
  readonly tableName: string;
  close(): Promise<void>;
}

/** dynalite ships no types. */
const dynalite: (options: { createTableMs: number }) => Server = createRequire(import.meta.url)(
  "dynalite",
);

let server: Promise<string> | undefined;
let tables = 0;

/**
 * Makes a table as the stack does, with the keys `pk` and `sk`, in a DynamoDB on 127.0.0.1 that is
 * one for the whole process: starting another for each test costs more than the tests.
 */
export async function dynaliteTable(): Promise<DynaliteTable> {
  server ??= startServer();
  const url = await server;
  const client = new DynamoDBClient({
    endpoint: url,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const tableName = `threads-${++tables}`;
  const keys = [
    { AttributeName: "pk", KeyType: "HASH" },
    { AttributeName: "sk", KeyType: "RANGE" },
  ] as const;
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      KeySchema: [...keys],
      AttributeDefinitions: keys.map(({ AttributeName }) => ({
        AttributeName,
        AttributeType: "S",
      })),
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  return {
    url,
    client,
    tableName,
    async close() {
      client.destroy();
    },
  };
}

/** Keeps no process alive, nor do its connections: whoever waits for an answer does. */
async function startServer(): Promise<string> {
  const made = dynalite({ createTableMs: 0 });
  made.on("connection", (socket) => socket.unref());
  made.listen(0, "127.0.0.1");
  await once(made, "listening");
  made.unref();
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}`;
}
