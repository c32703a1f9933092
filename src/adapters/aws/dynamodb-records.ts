import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import {
  CHANNELS_PARTITION,
  claimKey,
  markKey,
  type TableKey,
  threadKey,
  windowKey,
} from "../../core/thread/table-key.ts";
import type { AlertRecords, Clock, OpenWindow, RecordPlace } from "../../ports.ts";
import {
  expiry,
  headItem,
  type Item,
  keyItem,
  markFacts,
  memberItem,
  number,
  numberOf,
} from "./alert-items.ts";
import { conditional } from "./conditional.ts";

/** What {@linkcode dynamodbRecords} is made of. */
export interface AlertTableOptions {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly clock: Clock;
  /** A text no other call got. */
  readonly random: () => string;
}

/** Times a write is tried again that lost a race for its item. */
const RACES = 5;

/** Items one BatchWriteItem takes. */
const MAX_BATCH = 25;

/**
 * Records of alerts in the table: single writes alone, each of which may be done twice.
 *
 * DynamoDB deletes expired items days late, so conditions look at `expiresAt` themselves.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ttl-expired-items.html
 */
export function dynamodbRecords(options: AlertTableOptions): AlertRecords {
  const { client, tableName: TableName, clock, random } = options;

  async function get(key: TableKey): Promise<Item | undefined> {
    const input = { TableName, Key: keyItem(key), ConsistentRead: true };
    return (await client.send(new GetItemCommand(input))).Item;
  }

  async function currentWindow(channel: string, thread: string, now: number) {
    const found = await get(threadKey(channel, thread));
    return found !== undefined && numberOf(found, "closesAt") > now ? windowOf(found) : undefined;
  }

  async function claimItem(channel: string, identity: string): Promise<Item | undefined> {
    const found = await get(claimKey(channel, identity));
    const isAlive = numberOf(found, "expiresAt") * 1_000 >= clock.now();
    return isAlive ? found : undefined;
  }

  return {
    currentWindow,

    async openWindow(head, now) {
      // The head comes first: whoever finds the window finds its head as well.
      await client.send(new PutItemCommand({ TableName, Item: headItem(head, now) }));
      const { id, identity, openedAt, closesAt } = head;
      for (let races = 0; races < RACES; races++) {
        const isMine = await conditional(
          client.send(
            new PutItemCommand({
              TableName,
              Item: {
                ...keyItem(threadKey(head.channel, head.threadKey)),
                ...expiry(now),
                window: { S: id },
                identity: { S: identity },
                openedAt: number(openedAt),
                closesAt: number(closesAt),
              },
              ConditionExpression: "attribute_not_exists(pk) OR closesAt <= :now",
              ExpressionAttributeValues: { ":now": number(now) },
            }),
          ),
        );
        if (isMine) return { id, identity, openedAt, closesAt };
        const current = await currentWindow(head.channel, head.threadKey, now);
        if (current === undefined) continue;
        // Its own after all, where an answer was lost.
        if (current.id !== id) {
          const Key = keyItem(windowKey(id, "head"));
          await client.send(new DeleteItemCommand({ TableName, Key }));
        }
        return current;
      }
      throw new Error("Cannot open window as its thread must have one: it comes and goes");
    },

    async claimed(channel, identity) {
      const found = await claimItem(channel, identity);
      return found && placeOf(found);
    },

    async claim(channel, identity, place) {
      const token = random();
      for (let races = 0; races < RACES; races++) {
        const now = clock.now();
        const isNew = await conditional(
          client.send(
            new PutItemCommand({
              TableName,
              Item: {
                ...keyItem(claimKey(channel, identity)),
                ...expiry(now),
                window: { S: place.window },
                shard: number(place.shard),
                token: { S: token },
              },
              ConditionExpression: "attribute_not_exists(pk) OR expiresAt < :seconds",
              ExpressionAttributeValues: { ":seconds": number(Math.floor(now / 1_000)) },
            }),
          ),
        );
        if (isNew) return { isNew, ...place };
        const found = await claimItem(channel, identity);
        // Its own after all, where an answer was lost.
        if (found !== undefined) return { isNew: found.token?.S === token, ...placeOf(found) };
      }
      throw new Error("Cannot claim event as it must be claimed or free: it is neither");
    },

    async addMembers(window, members) {
      const now = clock.now();
      const items = new Map(
        members.map(({ shard, member }) => [
          member.identity,
          memberItem(window, shard, member, now),
        ]),
      );
      let left = [...items.values()];
      for (let tries = 0; left.length > 0; tries++) {
        if (tries > 0) await clock.sleep(Math.min(50 * 2 ** tries, 1_000));
        if (tries === RACES * 2) throw new Error("Cannot add members: the table takes no more now");
        const PutRequests = left.slice(0, MAX_BATCH).map((it) => ({ PutRequest: { Item: it } }));
        const { UnprocessedItems = {} } = await client.send(
          new BatchWriteItemCommand({ RequestItems: { [TableName]: PutRequests } }),
        );
        const again = (UnprocessedItems[TableName] ?? []).map(({ PutRequest }) => PutRequest?.Item);
        if (again.length < PutRequests.length) tries = -1;
        left = [...again.filter((item) => item !== undefined), ...left.slice(MAX_BATCH)];
      }
    },

    async widen(window, shards) {
      await conditional(
        client.send(
          new UpdateItemCommand({
            TableName,
            Key: keyItem(windowKey(window, "head")),
            UpdateExpression: "SET shards = :shards",
            ConditionExpression: "attribute_exists(pk) AND shards < :shards",
            ExpressionAttributeValues: { ":shards": number(shards) },
          }),
        ),
      );
    },

    async mark(channel, { due, since, version, ...facts }, isFirst) {
      const named = Object.entries(markFacts(facts));
      const sets = named.map(([name]) => `#${name} = :${name}`);
      const names = Object.fromEntries(named.map(([name]) => [`#${name}`, name]));
      const values = Object.fromEntries(named.map(([name, value]) => [`:${name}`, value]));
      const now = clock.now();
      const update = (condition: string, more: readonly string[]) =>
        conditional(
          client.send(
            new UpdateItemCommand({
              TableName,
              Key: keyItem(markKey(channel, facts.rank, facts.window)),
              UpdateExpression: `SET ${[
                ...sets,
                "version = :version",
                "expiresAt = :expiresAt",
                "since = if_not_exists(since, :since)",
                ...more,
              ].join(", ")}`,
              ConditionExpression: condition,
              ExpressionAttributeNames: { ...names, "#due": "due" },
              ExpressionAttributeValues: {
                ...values,
                ":version": { S: version },
                ":expiresAt": expiry(now).expiresAt ?? number(0),
                ":since": number(since ?? now),
                ":due": number(due),
              },
            }),
          ),
        );
      const earlier = () => update("attribute_not_exists(pk) OR #due > :due", ["#due = :due"]);
      const asIs = () => update("attribute_exists(pk) AND #due <= :due", []);
      // A refused write costs as much as another, and all of a channel's marks are one partition.
      const [likely, other] = isFirst ? [earlier, asIs] : [asIs, earlier];
      for (let races = 0; races < RACES; races++) {
        if ((await likely()) || (await other())) return;
      }
      throw new Error("Cannot mark window as its mark must be later or earlier: it keeps changing");
    },

    async register(channel) {
      const Item = {
        ...keyItem({ pk: CHANNELS_PARTITION, sk: channel }),
        ...expiry(clock.now()),
        channel: { S: channel },
      };
      await client.send(new PutItemCommand({ TableName, Item }));
    },
  };
}

function windowOf(item: Item): OpenWindow {
  return {
    id: item.window?.S ?? "",
    ...(item.identity?.S !== undefined && { identity: item.identity.S }),
    openedAt: numberOf(item, "openedAt"),
    closesAt: numberOf(item, "closesAt"),
  };
}

function placeOf(item: Item): RecordPlace {
  return { window: item.window?.S ?? "", shard: numberOf(item, "shard") };
}
