import { type DynamoDBClient, paginateQuery, QueryCommand } from "@aws-sdk/client-dynamodb";
import type { Clock } from "../../ports.ts";
import type { Item } from "./alert-items.ts";

/** What an adapter of the alert table is made of. */
export interface DrawTableOptions {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly clock: Clock;
}

/** How many items a partition has, as it is now. */
export async function countItems(
  client: DynamoDBClient,
  TableName: string,
  partition: string,
): Promise<number> {
  const input = {
    TableName,
    Select: "COUNT",
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: { ":pk": { S: partition } },
    ConsistentRead: true,
  } as const;
  let count = 0;
  for await (const page of paginateQuery({ client }, input)) count += page.Count ?? 0;
  return count;
}

/** All items of a partition whose sort keys begin so, in their order, as they are now. */
export async function queryItems(
  client: DynamoDBClient,
  TableName: string,
  partition: string,
  prefix = "",
): Promise<readonly Item[]> {
  const found: Item[] = [];
  let from: Item | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: `pk = :pk${prefix === "" ? "" : " AND begins_with(sk, :prefix)"}`,
        ExpressionAttributeValues: {
          ":pk": { S: partition },
          ...(prefix !== "" && { ":prefix": { S: prefix } }),
        },
        ConsistentRead: true,
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    for (const item of Items) found.push(item);
    from = LastEvaluatedKey;
  } while (from !== undefined);
  return found;
}
