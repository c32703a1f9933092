import type { TableWiring } from "../wiring/wiring.ts";
import type { DynamoDb } from "./dynamodb.ts";

/** Milliseconds between deletions of what has expired. */
const EXPIRY_INTERVAL = 60_000;

/** Deletes expired items of tables now and then. @returns What ends it. */
export function startExpiry(
  dynamodb: Pick<DynamoDb, "deleteExpired">,
  tables: readonly TableWiring[],
  endpointUrl: string,
): () => void {
  const expiry = setInterval(() => {
    for (const table of tables) {
      const deleted = dynamodb.deleteExpired(table, endpointUrl, Date.now());
      deleted.catch((cause: Error) => process.emitWarning(cause));
    }
  }, EXPIRY_INTERVAL);
  expiry.unref();
  return () => clearInterval(expiry);
}
