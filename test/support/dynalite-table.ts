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

/**
 * Starts it on a free port of 127.0.0.1 and makes the table as the stack does.
 *
 * @param sortKey Whether items have a sort key beside their partition key.
 */
export async function dynaliteTable({ sortKey = false } = {}): Promise<DynaliteTable> {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const client = new DynamoDBClient({
    endpoint: url,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const tableName = "threads";
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        ...(sortKey ? [{ AttributeName: "sk", KeyType: "RANGE" } as const] : []),
      ],
      AttributeDefinitions: [
        { AttributeName: "pk", AttributeType: "S" },
        ...(sortKey ? [{ AttributeName: "sk", AttributeType: "S" } as const] : []),
      ],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  return {
    url,
    client,
    tableName,
    async close() {
      client.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
