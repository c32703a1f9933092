import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { errandMessage } from "../../../core/thread/errand.ts";
import { CANARIES_PARTITION, canaryKey } from "../../../core/thread/table-key.ts";
import type { CanaryReceipts } from "../../../ports.ts";
import { expiry, keyItem, number, numberOf } from "../alert-items.ts";
import { conditional } from "../conditional.ts";
import { queryItems } from "../dynamodb-items.ts";
import type { TurnOptions } from "../dynamodb-turns.ts";

/** Receipts of canaries by an item for each way, whose `at` only rises. */
export function dynamodbCanaries(options: TurnOptions): CanaryReceipts {
  const { client, tableName: TableName, queue, queueUrl: QueueUrl, clock } = options;
  const write = (way: string, at: number, condition: string) =>
    conditional(
      client.send(
        new UpdateItemCommand({
          TableName,
          Key: keyItem(canaryKey(way)),
          UpdateExpression: "SET #at = :at, way = :way, expiresAt = :expiry",
          ConditionExpression: condition,
          ExpressionAttributeNames: { "#at": "at" },
          ExpressionAttributeValues: {
            ":at": number(at),
            ":way": { S: way },
            ":expiry": expiry(clock.now()).expiresAt ?? number(0),
          },
        }),
      ),
    );
  return {
    async received(way, at) {
      await write(way, at, "attribute_not_exists(#at) OR #at < :at");
    },
    async last(ways, now) {
      const items = await queryItems(client, TableName, CANARIES_PARTITION);
      const known = new Map(items.map((item) => [item.way?.S ?? "", numberOf(item, "at")]));
      for (const way of ways) {
        if (known.has(way)) continue;
        await write(way, now, "attribute_not_exists(#at)");
        known.set(way, now);
      }
      return new Map(ways.map((way) => [way, known.get(way) ?? now]));
    },
    async sendTurn(at) {
      const MessageBody = JSON.stringify(errandMessage({ kind: "canary", at }));
      await queue.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    },
  };
}
