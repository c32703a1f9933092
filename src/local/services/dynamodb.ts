import { once } from "node:events";
import dynalite from "dynalite";
import { AwsError } from "../protocol/aws-error.ts";
import type { ReadRequestHandler } from "../protocol/endpoint.ts";
import type { TableWiring } from "../wiring/wiring.ts";

/** DynamoDB, by dynalite. */
export interface DynamoDb {
  /** Answers a request of any DynamoDB client. */
  readonly handle: ReadRequestHandler;
  /**
   * Makes the tables, through the endpoint this handler is mounted on.
   *
   * @param before Names of tables that must be there already.
   * @throws {Error} If one of those is not, or a table has other keys.
   */
  createTables(
    tables: readonly TableWiring[],
    endpointUrl: string,
    before?: readonly string[],
  ): Promise<void>;
  /** Deletes the items whose time is over, as the service does within days. */
  deleteExpired(table: TableWiring, endpointUrl: string, now: number): Promise<void>;
  /** Lets go of the folder. */
  close(): Promise<void>;
}

/**
 * Makes a DynamoDB.
 *
 * @param folder Where its tables are and stay. @default in memory
 * @throws {Error} If what is in the folder cannot be read.
 */
export async function createDynamoDb(folder?: string): Promise<DynamoDb> {
  if (folder !== undefined) await checkTableFolder(folder);
  const server = dynalite({
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
    ...(folder !== undefined && { path: folder }),
  });
  return {
    handle(request, response) {
      server.emit("request", request, response);
      // dynalite throws when a client hangs up; a function that timed out does just that.
      request.removeAllListeners("error");
      request.on("error", () => response.destroy());
    },
    async createTables(tables, endpointUrl, before = []) {
      const { TableNames }: { TableNames: readonly string[] } = await ask(
        endpointUrl,
        "ListTables",
        {},
      );
      const lost = before.find((name) => !TableNames.includes(name));
      if (lost !== undefined) throw damagedTables(`table "${lost}" is gone`);
      for (const table of tables) {
        const names = keysOf(table);
        if (TableNames.includes(table.name)) {
          await checkKeys(table, endpointUrl);
          continue;
        }
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
    async close() {
      if (folder === undefined) return;
      // It closes its files with its server, and only with one that listens.
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Names of a table's keys, the partition key first. */
function keysOf({ key, sortKey }: TableWiring): readonly string[] {
  return sortKey === undefined ? [key] : [key, sortKey];
}

/**
 * Tries whether the files of a folder can be read: dynalite itself answers those that cannot with an
 * error that nobody catches.
 *
 * @throws {Error} If they cannot.
 */
async function checkTableFolder(folder: string): Promise<void> {
  const { ClassicLevel } = await import("classic-level").catch((cause: unknown) => {
    throw new Error(
      'Cannot keep tables in a folder as the package classic-level must be installed: run "npm install classic-level" where trailbridge is installed, or leave out --state',
      { cause },
    );
  });
  const files = new ClassicLevel(folder);
  try {
    await files.open();
    await files.close();
  } catch (cause) {
    const { message } = ((cause as Error).cause ?? cause) as Error;
    throw damagedTables(message);
  }
}

function damagedTables(why: string): Error {
  return new Error(
    `Cannot go on from the tables of the state folder as they must be whole: ${why}. Use a copy of the folder, or another one`,
  );
}

/** @throws {Error} If a table that is there has other keys than it is to have. */
async function checkKeys(table: TableWiring, endpointUrl: string): Promise<void> {
  const { Table }: DescribedTable = await ask(endpointUrl, "DescribeTable", {
    TableName: table.name,
  });
  const has = Table.KeySchema.map(({ AttributeName }) => AttributeName).join(", ");
  const must = keysOf(table).join(", ");
  if (has === must) return;
  throw new Error(
    `Cannot go on with table "${table.name}" as its keys must be ${must}: those kept are ${has}. Start with another state folder`,
  );
}

interface DescribedTable {
  readonly Table: { readonly KeySchema: readonly { readonly AttributeName: string }[] };
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
