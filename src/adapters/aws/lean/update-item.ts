import { type DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { leanCall } from "./lean-call.ts";
import type { SdkClient, SdkCommand } from "./sdk-client.ts";

/** Attributes of an item, each text or a number. */
export type PlainAttributes = Readonly<
  Record<string, { readonly S?: string; readonly N?: string }>
>;

/** An update of an item. */
export interface PlainUpdate {
  readonly TableName: string;
  readonly Key: PlainAttributes;
  readonly UpdateExpression: string;
  readonly ConditionExpression: string;
  readonly ExpressionAttributeValues: PlainAttributes;
  readonly ReturnValues: "ALL_OLD";
}

/**
 * `UpdateItem` of plain attributes as {@linkcode leanCall} makes it. An answer with others it leaves
 * to the SDK.
 */
export function leanUpdateItem(
  client: DynamoDBClient,
): (update: PlainUpdate) => Promise<{ readonly Attributes?: PlainAttributes }> {
  return leanCall(client as unknown as SdkClient, {
    command(update: PlainUpdate) {
      const command = new UpdateItemCommand(update as never);
      return command as unknown as SdkCommand<{ readonly Attributes?: PlainAttributes }>;
    },
    likeOf: ({ TableName }) => TableName,
    common: (request) => request,
    ask(common, { TableName, Key, ReturnValues, ...update }) {
      // In the order the SDK writes it in.
      const { UpdateExpression, ConditionExpression, ExpressionAttributeValues } = update;
      const expressions = { UpdateExpression, ConditionExpression, ExpressionAttributeValues };
      const body = Buffer.from(JSON.stringify({ TableName, Key, ReturnValues, ...expressions }));
      const headers = { ...common.headers, "content-length": String(body.byteLength) };
      return { ...common, headers, body };
    },
    async answer(_response, read) {
      const { Attributes } = JSON.parse(Buffer.from(await read()).toString());
      if (!Object.values(Attributes ?? {}).every(isPlain)) {
        throw new Error("An answer with attributes of other kinds");
      }
      return Attributes ? { Attributes } : {};
    },
  });
}

function isPlain(value: unknown): boolean {
  const [kind, ...others] = Object.entries(value as object);
  const [name = "", text] = kind ?? [];
  return others.length === 0 && ["S", "N"].includes(name) && typeof text === "string";
}
