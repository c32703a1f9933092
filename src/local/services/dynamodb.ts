import dynalite from "dynalite";
import { AwsError } from "../protocol/aws-error.ts";
import type { RequestHandler } from "../protocol/endpoint.ts";
import type { TableWiring } from "../wiring/wiring.ts";

/** DynamoDB, by dynalite. */
export interface DynamoDb {
  /** Answers a request of any DynamoDB client. */
  readonly handle: RequestHandler;
  /** Makes the tables, through the endpoint this handler is mounted on. */
  createTables(tables: readonly TableWiring[], endpointUrl: string): Promise<void>;
  /** Deletes the items whose time is over, as the service does within days. */
  deleteExpired(table: TableWiring, endpointUrl: string, now: number): Promise<void>;
}

/** Makes an empty DynamoDB in memory; it needs no closing. */
export function createDynamoDb(): DynamoDb {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  return {
    handle(request, response) {
      server.emit("request", request, response);
      // dynalite throws when a client hangs up; a function that timed out does just that.
      request.removeAllListeners("error");
      request.on("error", () => response.destroy());
    },
    async createTables(tables, endpointUrl) {
      for (const table of tables) {
        const names = keysOf(table);
        await ask(endpointUrl, "CreateTable", {
          TableName: table.name,
          AttributeDefinitions: names.map((AttributeName) => ({
            AttributeName,
            AttributeType: "S",
          })),
          KeySchema: names.map((AttributeName, at) => ({
            AttributeName,
            KeyType: at === 0 ? "HASH" : "RANGE",
          })),
          BillingMode: "PAY_PER_REQUEST",
        });
      }
    },
    async deleteExpired(table, endpointUrl, now) {
      const { name, expiry } = table;
      if (expiry === undefined) return;
      const expired = {
        ExpressionAttributeNames: { "#expiry": expiry },
        ExpressionAttributeValues: { ":now": { N: String(Math.floor(now / 1000)) } },
      };
      let from: object | undefined;
      do {
        const page: ScanPage = await ask(endpointUrl, "Scan", {
          ...expired,
          TableName: name,
          FilterExpression: "#expiry < :now",
          ...(from && { ExclusiveStartKey: from }),
        });
        for (const item of page.Items ?? []) {
          // Only what is still expired: it may have been written anew since.
          await ask(endpointUrl, "DeleteItem", {
            ...expired,
            TableName: name,
            Key: Object.fromEntries(keysOf(table).map((key) => [key, item[key]])),
            ConditionExpression: "#expiry < :now",
          }).catch(ignoreRenewed);
        }
        from = page.LastEvaluatedKey;
      } while (from !== undefined);
    },
  };
}

/** Names of a table's keys, the partition key first. */
function keysOf({ key, sortKey }: TableWiring): readonly string[] {
  return sortKey === undefined ? [key] : [key, sortKey];
}

interface ScanPage {
  readonly Items?: readonly Readonly<Record<string, unknown>>[];
  readonly LastEvaluatedKey?: object;
}

async function ask<T>(endpointUrl: string, operation: string, input: object): Promise<T> {
  const response = await fetch(endpointUrl, {
    method: "POST",
    headers: { ...HEADERS, "x-amz-target": `DynamoDB_20120810.${operation}` },
    body: JSON.stringify(input),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new AwsError("InternalFailure", `Cannot ${operation} in the local table: ${text}`);
  }
  return JSON.parse(text);
}

function ignoreRenewed(cause: Error): void {
  if (!cause.message.includes("ConditionalCheckFailed")) throw cause;
}

/** dynalite asks for the outline of a signature, and checks none. */
const HEADERS = {
  "content-type": "application/x-amz-json-1.0",
  "x-amz-date": "20260101T000000Z",
  authorization:
    "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=local",
};
