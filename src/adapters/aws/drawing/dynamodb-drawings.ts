import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { Mute } from "../../../core/mute/mute.ts";
import type { Drawn } from "../../../core/thread/drawn.ts";
import { FREE_PACE, type Pace } from "../../../core/thread/pace.ts";
import type { Storm } from "../../../core/thread/storm.ts";
import {
  channelPartition,
  MUTES_PARTITION,
  membersPartition,
  paceKey,
  publishedKey,
  STORM_PREFIX,
  stormKey,
  stormMembersKey,
  type TableKey,
  windowKey,
} from "../../../core/thread/table-key.ts";
import { tallyOfText, tallyText } from "../../../core/thread/tally.ts";
import type { Drawings } from "../../../ports.ts";
import { expiry, headOfItem, type Item, keyItem, memberOfItem } from "../alert-items.ts";
import { type DrawTableOptions, queryItems } from "../dynamodb-items.ts";
import { dynamodbMarks } from "./dynamodb-marks.ts";

/** Items one BatchWriteItem takes. */
const MAX_BATCH = 25;

/** Times in a row that a batch write may leave something over. */
const MAX_TRIES = 10;

/** What a channel's drawer keeps in the table, each thing an item with its text in JSON. */
export function dynamodbDrawings(options: DrawTableOptions): Drawings {
  const { client, tableName: TableName, clock } = options;

  async function get(key: TableKey): Promise<Item | undefined> {
    const input = { TableName, Key: keyItem(key), ConsistentRead: true };
    return (await client.send(new GetItemCommand(input))).Item;
  }

  async function put(key: TableKey, value: unknown): Promise<void> {
    await client.send(new PutItemCommand({ TableName, Item: textItem(key, value) }));
  }

  function textItem(key: TableKey, value: unknown): Item {
    const json = typeof value === "string" ? value : JSON.stringify(value);
    return { ...keyItem(key), ...expiry(clock.now()), json: { S: json } };
  }

  async function getJson<T>(key: TableKey): Promise<T | undefined> {
    const text = (await get(key))?.json?.S;
    return text === undefined ? undefined : JSON.parse(text);
  }

  return {
    ...dynamodbMarks(options),

    head: async (window) => headOfItem(await get(windowKey(window, "head"))),

    async members(window, shards) {
      const parts = await Promise.all(
        Array.from({ length: shards }, (_, shard) =>
          queryItems(client, TableName, membersPartition(window, shard)),
        ),
      );
      return parts.flat().map(memberOfItem);
    },

    drawn: (window) => getJson<Drawn>(windowKey(window, "drawn")),
    putDrawn: (window, drawn) => put(windowKey(window, "drawn"), drawn),

    async storms(channel) {
      const items = await queryItems(client, TableName, channelPartition(channel), STORM_PREFIX);
      return items.map(({ json }): Storm => JSON.parse(json?.S ?? "null"));
    },

    storm: async (channel, id) =>
      (await getJson<Storm>(stormKey(channel, id))) ??
      (await getJson<Storm>(stormKey(channel, id, "ended"))),

    putStorm: (channel, storm) => put(stormKey(channel, storm.id), storm),

    async endStorm(channel, storm) {
      await put(stormKey(channel, storm.id, "ended"), storm);
      const Key = keyItem(stormKey(channel, storm.id));
      await client.send(new DeleteItemCommand({ TableName, Key }));
    },

    async stormTallies(storm) {
      const items = await queryItems(client, TableName, stormMembersKey(storm, "").pk);
      return new Map(items.map(({ sk, json }) => [sk?.S ?? "", tallyOfText(json?.S ?? "null")]));
    },

    putStormTally: (storm, window, tally) => put(stormMembersKey(storm, window), tallyText(tally)),

    async mutes() {
      const items = await queryItems(client, TableName, MUTES_PARTITION);
      return items.map(({ json }): Mute => JSON.parse(json?.S ?? "null"));
    },

    pace: async (channel) => (await getJson<Pace>(paceKey(channel))) ?? FREE_PACE,
    putPace: (channel, pace) => put(paceKey(channel), pace),

    async published(window) {
      const items = await queryItems(client, TableName, publishedKey(window, "").pk);
      return new Set(items.map(({ json }) => JSON.parse(json?.S ?? "null")));
    },

    async putPublished(window, identities) {
      let left = [...new Set(identities)].map((identity) =>
        textItem(publishedKey(window, identity), JSON.stringify(identity)),
      );
      for (let tries = 0; left.length > 0; tries++) {
        if (tries > 0) await clock.sleep(Math.min(50 * 2 ** tries, 1_000));
        if (tries === MAX_TRIES)
          throw new Error("Cannot note what was published: the table is full");
        const batch = left.slice(0, MAX_BATCH).map((Item) => ({ PutRequest: { Item } }));
        const { UnprocessedItems = {} } = await client.send(
          new BatchWriteItemCommand({ RequestItems: { [TableName]: batch } }),
        );
        const again = (UnprocessedItems[TableName] ?? []).flatMap(({ PutRequest }) =>
          PutRequest?.Item === undefined ? [] : [PutRequest.Item],
        );
        if (again.length < batch.length) tries = -1;
        left = [...again, ...left.slice(MAX_BATCH)];
      }
    },
  };
}
