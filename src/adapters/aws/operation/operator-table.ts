import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
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
  muteKey,
  windowKey,
} from "../../../core/thread/table-key.ts";
import { headOfItem, keyItem, markOfItem, number } from "../alert-items.ts";
import { needOf } from "../asked/need-of.ts";
import { clientLimits } from "../client-limits.ts";
import { queryItems } from "../dynamodb-items.ts";

/** The table of alerts as an operator sees it. Rejects with what is missing. */
export interface AlertTable {
  /** Destinations that ever had something to show. */
  channels(): Promise<readonly string[]>;
  /** What waits in a channel, or takes events. */
  marks(channel: string): Promise<readonly Mark[]>;
  /** Windows of all channels that take events. */
  openThreads(): Promise<readonly OpenThread[]>;
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
  return {
    channels,
    marks,
    openThreads: () =>
      asking("read", "dynamodb:GetItem", async () => {
        const open: OpenThread[] = [];
        for (const channel of await channels()) {
          for (const mark of await marks(channel)) {
            if (isStormId(mark.window)) continue;
            const Key = keyItem(windowKey(mark.window, "head"));
            const { Item } = await client.send(new GetItemCommand({ TableName, Key }));
            const head = headOfItem(Item);
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
