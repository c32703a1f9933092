import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { THREAD_LEASE_SECONDS } from "../../core/alert/claim-key.ts";
import type { Clock, Folded, Thread, Threads } from "../../ports.ts";
import { conditional } from "./conditional.ts";
import { dynamodbLeases, secondsOf } from "./dynamodb-lease.ts";

type Item = Record<string, AttributeValue>;

/**
 * Threads in the table, an item each. While the parent is being posted the item holds a `lease`;
 * then `ts`, the counts and the parent's subject. In both cases `expiresAt` says until when.
 *
 * @param windowSeconds How long a thread takes repeats, from its parent.
 */
export function dynamodbThreads(
  client: DynamoDBClient,
  tableName: string,
  clock: Clock,
  windowSeconds: number,
): Threads {
  const leases = dynamodbLeases(client, tableName, clock);
  const keyOf = (key: string) => ({ TableName: tableName, Key: { pk: { S: key } } });
  const seconds = (value: number) => ({ N: String(value) });

  async function get(key: string): Promise<Item | undefined> {
    const { Item } = await client.send(new GetItemCommand({ ...keyOf(key), ConsistentRead: true }));
    return Item;
  }

  return {
    async open(key) {
      // Most events find their thread open: looking first costs them one read and no write.
      const found = await get(key);
      const alive = found !== undefined && Number(found.expiresAt?.N) >= secondsOf(clock);
      if (alive && found.ts !== undefined) return { kind: "open", thread: threadOf(found) };
      if (alive) return { kind: "busy" };
      const lease = await leases.take(key, THREAD_LEASE_SECONDS);
      return lease === undefined ? { kind: "busy" } : { kind: "claimed", lease };
    },

    async begin(key, lease, { ts, state, subject }) {
      return await conditional(
        client.send(
          new PutItemCommand({
            TableName: tableName,
            Item: {
              pk: { S: key },
              expiresAt: seconds(secondsOf(clock) + windowSeconds),
              ts: { S: ts },
              count: seconds(state.count),
              drawn: seconds(state.count),
              firstSeen: seconds(state.firstSeen),
              lastSeen: seconds(state.lastSeen),
              subject: { S: subject },
              ...set("addresses", state.addresses),
              ...set("regions", state.regions),
            },
            ConditionExpression: "lease = :lease",
            ExpressionAttributeValues: { ":lease": { S: lease } },
          }),
        ),
      );
    },

    abandon: (key, lease) => leases.drop(key, lease),

    async fold(key, ts, added) {
      try {
        const { Attributes } = await client.send(
          new UpdateItemCommand({
            ...keyOf(key),
            ...foldExpression(ts, added),
            ReturnValues: "ALL_NEW",
          }),
        );
        return Attributes && threadOf(Attributes);
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return undefined;
        throw error;
      }
    },

    async claimDrawing(key, ts, count) {
      return await conditional(
        client.send(
          new UpdateItemCommand({
            ...keyOf(key),
            UpdateExpression: "SET drawn = :count",
            ConditionExpression: "ts = :ts AND drawn < :count",
            ExpressionAttributeValues: { ":ts": { S: ts }, ":count": seconds(count) },
          }),
        ),
      );
    },

    async read(key, ts) {
      const found = await get(key);
      return found?.ts?.S === ts ? threadOf(found) : undefined;
    },

    async close(key, ts) {
      await conditional(
        client.send(
          new DeleteItemCommand({
            ...keyOf(key),
            ConditionExpression: "ts = :ts",
            ExpressionAttributeValues: { ":ts": { S: ts } },
          }),
        ),
      );
    },
  };
}

/** Counts and sets are added to atomically; the times are as good as the last reader's knowledge. */
function foldExpression(ts: string, added: Folded) {
  const { count, firstSeen, lastSeen, addresses = [], regions = [] } = added;
  const values: Item = { ":ts": { S: ts }, ":count": { N: String(count) } };
  const adds = ["#count :count"];
  const sets: string[] = [];
  for (const [name, list] of Object.entries({ addresses, regions })) {
    if (list.length === 0) continue;
    adds.push(`${name} :${name}`);
    values[`:${name}`] = { SS: [...list] };
  }
  for (const [name, time] of Object.entries({ firstSeen, lastSeen })) {
    if (time === undefined) continue;
    sets.push(`${name} = :${name}`);
    values[`:${name}`] = { N: String(time) };
  }
  return {
    UpdateExpression: `ADD ${adds.join(", ")}${sets.length === 0 ? "" : ` SET ${sets.join(", ")}`}`,
    ConditionExpression: "ts = :ts",
    ExpressionAttributeNames: { "#count": "count" },
    ExpressionAttributeValues: values,
  };
}

function threadOf(item: Item): Thread {
  return {
    ts: item.ts?.S ?? "",
    subject: item.subject?.S ?? "",
    drawn: Number(item.drawn?.N ?? 0),
    state: {
      count: Number(item.count?.N ?? 0),
      firstSeen: Number(item.firstSeen?.N ?? 0),
      lastSeen: Number(item.lastSeen?.N ?? 0),
      addresses: [...(item.addresses?.SS ?? [])].sort(),
      regions: [...(item.regions?.SS ?? [])].sort(),
    },
  };
}

/** DynamoDB takes no empty set. */
function set(name: string, values: readonly string[]): Item {
  return values.length === 0 ? {} : { [name]: { SS: [...values] } };
}
