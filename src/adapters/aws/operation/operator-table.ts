import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateScan,
} from "@aws-sdk/client-dynamodb";
import type { Mute } from "../../../core/mute/mute.ts";
import type { OpenThread } from "../../../core/operation/open-thread.ts";
import type { Mark } from "../../../core/thread/mark.ts";
import { isStormId } from "../../../core/thread/storm.ts";
import {
  CHANNELS_PARTITION,
  channelPartition,
  MARK_PREFIX,
  MUTES_PARTITION,
  membersPartition,
  muteKey,
  windowKey,
} from "../../../core/thread/table-key.ts";
import type { WindowHead } from "../../../core/thread/window.ts";
import { headOfItem, keyItem, markOfItem, number } from "../alert-items.ts";
import { needOf } from "../asked/need-of.ts";
import { clientLimits } from "../client-limits.ts";
import { countItems, queryItems } from "../dynamodb-items.ts";

/** The table of alerts as an operator sees it. Rejects with what is missing. */
export interface AlertTable {
  /** Destinations that ever had something to show. */
  channels(): Promise<readonly string[]>;
  /** What waits in a channel, or takes events. */
  marks(channel: string): Promise<readonly Mark[]>;
  /** Windows of all channels that take events. */
  openThreads(): Promise<readonly OpenThread[]>;
  /** What a window begins with; undefined if it is forgotten. */
  head(window: string): Promise<WindowHead | undefined>;
  /**
   * Windows that were opened since then, ended ones too: reads the whole table.
   *
   * @param since Milliseconds since the epoch.
   * @param onPage Told of each page that was read.
   */
  headsSince(since: number, onPage: () => void): Promise<readonly WindowHead[]>;
  /** How many events a window has. */
  countEvents(window: Pick<WindowHead, "id" | "shards">): Promise<number>;
  mutes(): Promise<readonly Mute[]>;
  putMute(mute: Mute): Promise<void>;
  deleteMute(mute: Mute): Promise<void>;
}

/** Seconds for which a mute is kept once it is over. */
const KEEP_OVER = 86_400;

/** @param region Region of the table; absent: the environment's. */
export function operatorTable(TableName: string, region: string | undefined): AlertTable {
  const client = new DynamoDBClient({
    ...clientLimits({ attemptMilliseconds: 10_000, attempts: 3 }),
    ...(region !== undefined && { region }),
  });
  const asking = async <T>(verb: string, actions: string, ask: () => Promise<T>): Promise<T> => {
    try {
      return await ask();
    } catch (cause) {
      const need = needOf(cause, `${actions} must be allowed, ${BY_OPERATORS},`);
      throw new Error(`Cannot ${verb} table ${TableName} as ${need}`, { cause });
    }
  };
  const marks: AlertTable["marks"] = (channel) =>
    asking("read", "dynamodb:Query", async () =>
      (await queryItems(client, TableName, channelPartition(channel), MARK_PREFIX)).map(markOfItem),
    );
  const channels: AlertTable["channels"] = () =>
    asking("read", "dynamodb:Query", async () =>
      (await queryItems(client, TableName, CHANNELS_PARTITION)).flatMap(
        ({ channel }) => channel?.S ?? [],
      ),
    );
  const getHead = async (window: string): Promise<WindowHead | undefined> => {
    const Key = keyItem(windowKey(window, "head"));
    return headOfItem((await client.send(new GetItemCommand({ TableName, Key }))).Item);
  };
  return {
    channels,
    marks,
    head: (window) => asking("read", "dynamodb:GetItem", () => getHead(window)),
    headsSince: (since, onPage) =>
      asking("read", "dynamodb:Scan", async () => {
        const found: WindowHead[] = [];
        const input = {
          TableName,
          FilterExpression: "sk = :head",
          ExpressionAttributeValues: { ":head": { S: "head" } },
        };
        for await (const { Items = [] } of paginateScan({ client }, input)) {
          for (const item of Items) {
            const head = headOfItem(item);
            if (head !== undefined && head.openedAt >= since) found.push(head);
          }
          onPage();
        }
        return found.sort((a, b) => a.openedAt - b.openedAt);
      }),
    countEvents: ({ id, shards }) =>
      asking("read", "dynamodb:Query", async () => {
        const parts = Array.from({ length: shards }, (_, shard) =>
          countItems(client, TableName, membersPartition(id, shard)),
        );
        return (await Promise.all(parts)).reduce((sum, count) => sum + count, 0);
      }),
    openThreads: () =>
      asking("read", "dynamodb:GetItem", async () => {
        const open: OpenThread[] = [];
        for (const channel of await channels()) {
          for (const mark of await marks(channel)) {
            if (isStormId(mark.window)) continue;
            const head = await getHead(mark.window);
            if (head !== undefined) open.push({ channel, mark, head });
          }
        }
        return open;
      }),
    mutes: () =>
      asking("read", "dynamodb:Query", async () =>
        (await queryItems(client, TableName, MUTES_PARTITION)).map(
          ({ json }): Mute => JSON.parse(json?.S ?? "null"),
        ),
      ),
    putMute: (mute) =>
      asking("write", "dynamodb:PutItem", async () => {
        const Item = {
          ...keyItem(muteKey(mute)),
          expiresAt: number(Math.ceil(mute.until / 1_000) + KEEP_OVER),
          json: { S: JSON.stringify(mute) },
        };
        await client.send(new PutItemCommand({ TableName, Item }));
      }),
    deleteMute: (mute) =>
      asking("write", "dynamodb:DeleteItem", async () => {
        await client.send(new DeleteItemCommand({ TableName, Key: keyItem(muteKey(mute)) }));
      }),
  };
}

const BY_OPERATORS = "to a role or user that the setting operators names";
