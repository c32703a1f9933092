import { randomUUID } from "node:crypto";
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { CLAIM_KEEP_SECONDS, CLAIM_LEASE_SECONDS } from "../../core/alert/claim-key.ts";
import type { Claims, Clock } from "../../ports.ts";

/**
 * Claims in the table, an item each: `pk`, `expiresAt` and the `lease` of who holds it; a claim
 * that was completed has no lease.
 *
 * DynamoDB deletes expired items days late, so every condition looks at `expiresAt` itself.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ttl-expired-items.html
 */
export function dynamodbClaims(client: DynamoDBClient, tableName: string, clock: Clock): Claims {
  const now = () => Math.floor(clock.now() / 1_000);

  async function take(key: string, lease: string): Promise<boolean> {
    return await conditional(
      client.send(
        new PutItemCommand({
          TableName: tableName,
          Item: {
            pk: { S: key },
            lease: { S: lease },
            expiresAt: { N: String(now() + CLAIM_LEASE_SECONDS) },
          },
          ConditionExpression: "attribute_not_exists(pk) OR expiresAt < :now",
          ExpressionAttributeValues: { ":now": { N: String(now()) } },
        }),
      ),
    );
  }

  return {
    async claim(key) {
      const lease = randomUUID();
      if (await take(key, lease)) return { kind: "claimed", lease };
      const { Item } = await client.send(
        new GetItemCommand({ TableName: tableName, Key: { pk: { S: key } }, ConsistentRead: true }),
      );
      // Gone or expired between the two calls counts as busy: the event comes again.
      const done = Item !== undefined && Item.lease === undefined;
      return { kind: done && Number(Item.expiresAt?.N) >= now() ? "done" : "busy" };
    },
    async complete(key) {
      // Without a condition: it was delivered, whoever holds the lease by now.
      await client.send(
        new PutItemCommand({
          TableName: tableName,
          Item: { pk: { S: key }, expiresAt: { N: String(now() + CLAIM_KEEP_SECONDS) } },
        }),
      );
    },
    async release(key, lease) {
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

/** Whether a conditional write went through. Rejects for any failure but the condition's. */
export async function conditional(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
