import { randomUUID } from "node:crypto";
import { DeleteItemCommand, type DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Clock } from "../../ports.ts";
import { conditional } from "./conditional.ts";

/** Leases on items of one table: whoever holds one may act for the item. */
export interface Leases {
  /**
   * Puts an item that holds nothing but a lease, where there is none or it has expired.
   *
   * @returns The lease; undefined if the item is alive.
   */
  take(key: string, seconds: number): Promise<string | undefined>;
  /** Deletes the item, if the lease is still the one given. */
  drop(key: string, lease: string): Promise<void>;
}

/**
 * Makes the leases of a table.
 *
 * DynamoDB deletes expired items days late, so every condition looks at `expiresAt` itself.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ttl-expired-items.html
 */
export function dynamodbLeases(client: DynamoDBClient, tableName: string, clock: Clock): Leases {
  return {
    async take(key, seconds) {
      const now = secondsOf(clock);
      const lease = randomUUID();
      const taken = await conditional(
        client.send(
          new PutItemCommand({
            TableName: tableName,
            Item: { pk: { S: key }, lease: { S: lease }, expiresAt: { N: String(now + seconds) } },
            ConditionExpression: "attribute_not_exists(pk) OR expiresAt < :now",
            ExpressionAttributeValues: { ":now": { N: String(now) } },
          }),
        ),
      );
      return taken ? lease : undefined;
    },
    async drop(key, lease) {
      await conditional(
        client.send(
          new DeleteItemCommand({
            TableName: tableName,
            Key: { pk: { S: key } },
            ConditionExpression: "lease = :lease",
            ExpressionAttributeValues: { ":lease": { S: lease } },
          }),
        ),
      );
    },
  };
}

/** Seconds since the epoch, as `expiresAt` counts. */
export function secondsOf(clock: Clock): number {
  return Math.floor(clock.now() / 1_000);
}
