import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { Clock, PublishedFiles } from "../../../ports.ts";
import { leanUpdateItem } from "../lean/update-item.ts";

/** What the memory of log files is made of. */
export interface PublishedOptions {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly clock: Pick<Clock, "now">;
}

/** Seconds for which a file is known after it was read last: a year and a month. */
const KEEP_SECONDS = 400 * 24 * 3_600;

/**
 * What log files held when they were read, by an item for each, which takes one conditional write: no
 * item is changed for another content, so that whoever overwrites a file cannot have it known instead.
 */
export function dynamodbPublished(options: PublishedOptions): PublishedFiles {
  const { client, tableName: TableName, clock } = options;
  const updateItem = leanUpdateItem(client);
  return {
    async remember({ bucket, key }, { etag, sha256 }) {
      const Key = { pk: { S: `${bucket}/${key}` }, sk: { S: "content" } };
      const now = clock.now();
      try {
        const { Attributes } = await updateItem({
          TableName,
          Key,
          UpdateExpression: `SET etag = :etag, firstEtag = if_not_exists(firstEtag, :etag), firstRead = if_not_exists(firstRead, :now), expiresAt = :expiry${sha256 === undefined ? "" : ", sha256 = :sha256"}`,
          ConditionExpression: `attribute_not_exists(pk) OR etag = :etag${sha256 === undefined ? "" : " OR sha256 = :sha256"}`,
          ExpressionAttributeValues: {
            ":etag": { S: etag },
            ":now": { N: String(now) },
            ":expiry": { N: String(Math.floor(now / 1_000) + KEEP_SECONDS) },
            ...(sha256 !== undefined && { ":sha256": { S: sha256 } }),
          },
          ReturnValues: "ALL_OLD",
        });
        if (Attributes === undefined) return { kind: "new" };
        const tags = [Attributes.firstEtag?.S, Attributes.etag?.S];
        const etags = [...new Set(tags)].filter((it) => it !== undefined);
        return { kind: "same", etags, ...sinceOf(Attributes) };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
      const { Item } = await client.send(new GetItemCommand({ TableName, Key }));
      return { kind: "other", ...sinceOf(Item) };
    },
  };
}

function sinceOf(item: Readonly<Record<string, { readonly N?: string | undefined }>> | undefined) {
  const since = Number(item?.firstRead?.N);
  return Number.isFinite(since) ? { since } : {};
}
