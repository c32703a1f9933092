import { type DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { CLAIM_KEEP_SECONDS, CLAIM_LEASE_SECONDS } from "../../core/alert/claim-key.ts";
import type { Claims, Clock } from "../../ports.ts";
import { dynamodbLeases, secondsOf } from "./dynamodb-lease.ts";

/**
 * Claims in the table, an item each: `pk`, `expiresAt` and the `lease` of who holds it; a claim
 * that was completed has no lease.
 */
export function dynamodbClaims(client: DynamoDBClient, tableName: string, clock: Clock): Claims {
  const leases = dynamodbLeases(client, tableName, clock);

  return {
    async claim(key) {
      const lease = await leases.take(key, CLAIM_LEASE_SECONDS);
      if (lease !== undefined) return { kind: "claimed", lease };
      const { Item } = await client.send(
        new GetItemCommand({ TableName: tableName, Key: { pk: { S: key } }, ConsistentRead: true }),
      );
      // Gone or expired between the two calls counts as busy: the event comes again.
      const done = Item !== undefined && Item.lease === undefined;
      return { kind: done && Number(Item.expiresAt?.N) >= secondsOf(clock) ? "done" : "busy" };
    },
    async complete(key) {
      // Without a condition: it was delivered, whoever holds the lease by now.
      await client.send(
        new PutItemCommand({
          TableName: tableName,
          Item: { pk: { S: key }, expiresAt: { N: String(secondsOf(clock) + CLAIM_KEEP_SECONDS) } },
        }),
      );
    },
    release: (key, lease) => leases.drop(key, lease),
  };
}
