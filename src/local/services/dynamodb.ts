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
      for (const { name, key } of tables) {
        const response = await fetch(endpointUrl, {
          method: "POST",
          headers: HEADERS,
          body: JSON.stringify({
            TableName: name,
            AttributeDefinitions: [{ AttributeName: key, AttributeType: "S" }],
            KeySchema: [{ AttributeName: key, KeyType: "HASH" }],
            BillingMode: "PAY_PER_REQUEST",
          }),
        });
        const text = await response.text();
        if (!response.ok) {
          throw new AwsError("InternalFailure", `Cannot create table "${name}": ${text}`);
        }
      }
    },
  };
}

/** dynalite asks for the outline of a signature, and checks none. */
const HEADERS = {
  "content-type": "application/x-amz-json-1.0",
  "x-amz-target": "DynamoDB_20120810.CreateTable",
  "x-amz-date": "20260101T000000Z",
  authorization:
    "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=local",
};
