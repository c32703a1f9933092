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

/**
 * All items of a partition whose sort keys begin so, or lie between two, in their order, as they are
 * now.
 */
export async function queryItems(
  client: DynamoDBClient,
  TableName: string,
  partition: string,
  sorts: string | readonly [first: string, last: string] = "",
): Promise<readonly Item[]> {
  const [condition, values] = sortCondition(sorts);
  const found: Item[] = [];
  let from: Item | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: `pk = :pk${condition}`,
        ExpressionAttributeValues: { ":pk": { S: partition }, ...values },
        ConsistentRead: true,
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    for (const item of Items) found.push(item);
    from = LastEvaluatedKey;
  } while (from !== undefined);
  return found;
}

function sortCondition(sorts: string | readonly [string, string]): readonly [string, Item] {
  if (sorts === "") return ["", {}];
  if (typeof sorts === "string")
    return [" AND begins_with(sk, :prefix)", { ":prefix": { S: sorts } }];
  const [first, last] = sorts;
  return [" AND sk BETWEEN :first AND :last", { ":first": { S: first }, ":last": { S: last } }];
}
