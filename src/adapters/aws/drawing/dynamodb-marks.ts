import {
  type AttributeValue,
  DeleteItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { Mark } from "../../../core/thread/mark.ts";
import { channelPartition, MARK_PREFIX, markKey } from "../../../core/thread/table-key.ts";
import type { Drawings } from "../../../ports.ts";
import { expiry, type Item, keyItem, markFacts, markOfItem, number } from "../alert-items.ts";
import { conditional } from "../conditional.ts";
import { type DrawTableOptions, queryItems } from "../dynamodb-items.ts";

type Marks = Pick<Drawings, "marks" | "criticalMarks" | "putMark" | "renewMark" | "clearMark">;

/** Marks as their drawer sees them. */
export function dynamodbMarks({ client, tableName: TableName, clock }: DrawTableOptions): Marks {
  const itemOf = (channel: string, { rank, window }: Pick<Mark, "rank" | "window">) => ({
    TableName,
    Key: keyItem(markKey(channel, rank, window)),
  });

  async function query(channel: string, prefix: string): Promise<readonly Mark[]> {
    return (await queryItems(client, TableName, channelPartition(channel), prefix)).map(markOfItem);
  }

  async function set(
    of: ReturnType<typeof itemOf>,
    attributes: Item,
    remove: string,
    version: string | undefined,
  ): Promise<boolean> {
    const names = Object.keys(attributes);
    return await conditional(
      client.send(
        new UpdateItemCommand({
          ...of,
          UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(", ")}${remove}`,
          ConditionExpression:
            version === undefined ? "attribute_exists(pk)" : "version = :version",
          ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
          ExpressionAttributeValues: {
            ...Object.fromEntries(names.map((name) => [`:${name}`, attributes[name] ?? NOTHING])),
            ...(version !== undefined && { ":version": { S: version } }),
          },
        }),
      ),
    );
  }

  return {
    marks: (channel) => query(channel, MARK_PREFIX),
    criticalMarks: (channel) => query(channel, `${MARK_PREFIX}0#`),

    async putMark(channel, mark) {
      const Item = {
        ...itemOf(channel, mark).Key,
        ...expiry(clock.now()),
        ...markFacts(mark),
        ...(mark.since !== undefined && { since: number(mark.since) }),
        due: number(mark.due),
        version: { S: mark.version },
        ...drawerFacts(mark),
      };
      await client.send(new PutItemCommand({ TableName, Item }));
    },

    async renewMark(channel, mark, { due, isWaiting, ...next }) {
      const of = itemOf(channel, mark);
      const facts = { ...drawerFacts(next), ...expiry(clock.now()) };
      const remove = isWaiting ? "" : " REMOVE since";
      if (await set(of, { ...facts, due: number(due) }, remove, mark.version)) return;
      await set(of, facts, "", undefined);
    },

    async clearMark(channel, mark) {
      await conditional(
        client.send(
          new DeleteItemCommand({
            ...itemOf(channel, mark),
            ConditionExpression: "version = :version",
            ExpressionAttributeValues: { ":version": { S: mark.version } },
          }),
        ),
      );
    },
  };
}

const NOTHING: AttributeValue = { NULL: true };

function drawerFacts({
  as,
  storm,
  notBefore,
  wantsDetails,
}: Pick<Mark, "as" | "storm" | "notBefore" | "wantsDetails">): Item {
  return {
    ...(as !== undefined && { as: { S: as } }),
    ...(storm !== undefined && { storm: { S: storm } }),
    ...(notBefore !== undefined && { notBefore: number(notBefore) }),
    ...(wantsDetails !== undefined && { wantsDetails: { BOOL: wantsDetails } }),
  };
}
