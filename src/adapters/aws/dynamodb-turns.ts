import { type DynamoDBClient, GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { errandMessage } from "../../core/thread/errand.ts";
import { CHANNELS_PARTITION, turnKey } from "../../core/thread/table-key.ts";
import type { ChannelTurns, Clock } from "../../ports.ts";
import { type Item, keyItem, number, numberOf } from "./alert-items.ts";
import { conditional } from "./conditional.ts";
import { queryItems } from "./dynamodb-items.ts";

/** What {@linkcode dynamodbTurns} is made of. */
export interface TurnOptions {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly queue: SQSClient;
  readonly queueUrl: string;
  readonly clock: Clock;
}

/** Milliseconds by which a planned turn may be late before another is asked for. */
const PATIENCE = 500;

/** Milliseconds after which a planned turn that did not come is taken for lost. */
const LOST = 30_000;

/** Seconds SQS delays a message at most. */
const MAX_DELAY = 900;

/** Times a lease is tried for that is free whenever it is looked at. */
const RACES = 5;

/**
 * Turns by an item each and messages on a queue: `seq` rises with every asking, `at` is when the
 * next message arrives, `holder` and `until` are who draws.
 */
export function dynamodbTurns(options: TurnOptions): ChannelTurns {
  const { client, tableName: TableName, queue, queueUrl: QueueUrl, clock } = options;
  const itemOf = (channel: string) => ({ TableName, Key: keyItem(turnKey(channel)) });

  async function read(channel: string): Promise<Item> {
    const input = { ...itemOf(channel), ConsistentRead: true };
    return (await client.send(new GetItemCommand(input))).Item ?? {};
  }

  /**
   * Plans the turn, unless another asker did since `before` was read. Who planned it is noted: the
   * client writes again what was not answered, and must not take its own plan for another's.
   */
  async function plan(channel: string, before: Item, at: number): Promise<boolean> {
    const old = before.at;
    return await conditional(
      client.send(
        new UpdateItemCommand({
          ...itemOf(channel),
          UpdateExpression: "SET #at = :at, asker = :asker",
          ConditionExpression: `${old ? "#at = :old" : "attribute_not_exists(#at)"} OR asker = :asker`,
          ExpressionAttributeNames: { "#at": "at" },
          ExpressionAttributeValues: {
            ":at": number(at),
            ":asker": before.seq ?? number(0),
            ...(old && { ":old": old }),
          },
        }),
      ),
    );
  }

  /**
   * Plans a turn where none comes in time. One who plans at the same moment may plan a later turn:
   * whoever loses against it looks again.
   *
   * @param item The channel as it was after this asking.
   * @returns Undefined if nothing is to be sent.
   */
  async function planned(
    channel: string,
    item: Item,
    due: number,
  ): Promise<{ readonly at: number; readonly delay: number } | undefined> {
    const { seq } = item;
    let before = item;
    for (let races = 0; races < RACES; races++) {
      const now = clock.now();
      // Who draws now looks again before it lets go, and its own message outlives it.
      if (numberOf(before, "until") > now) return undefined;
      const delay = Math.min(Math.max(Math.ceil((due - now) / 1_000), 0), MAX_DELAY);
      const at = delay === 0 ? now : now + delay * 1_000;
      const next = before.at === undefined ? undefined : numberOf(before, "at");
      if (next !== undefined && next <= at + PATIENCE && next >= now - LOST) return undefined;
      if (await plan(channel, { ...before, ...(seq && { seq }) }, at)) return { at, delay };
      before = await read(channel);
    }
    throw new Error(
      "Cannot plan turn as its channel must be left alone meanwhile: it keeps changing",
    );
  }

  return {
    async ask(channel, due) {
      const { Attributes = {} } = await client.send(
        new UpdateItemCommand({
          ...itemOf(channel),
          UpdateExpression: "ADD seq :one",
          ExpressionAttributeValues: { ":one": number(1) },
          ReturnValues: "ALL_NEW",
        }),
      );
      const turn = await planned(channel, Attributes, due);
      if (turn === undefined) return;
      const { at, delay } = turn;
      try {
        const MessageBody = JSON.stringify(errandMessage({ kind: "turn", channel, at }));
        await queue.send(new SendMessageCommand({ QueueUrl, MessageBody, DelaySeconds: delay }));
      } catch (error) {
        // Nothing comes: the next asker must not rely on it.
        await conditional(
          client.send(
            new UpdateItemCommand({
              ...itemOf(channel),
              UpdateExpression: "REMOVE #at",
              ConditionExpression: "#at = :at",
              ExpressionAttributeNames: { "#at": "at" },
              ExpressionAttributeValues: { ":at": number(at) },
            }),
          ),
        );
        throw error;
      }
    },

    async take(channel, holder, seconds) {
      for (let races = 0; races < RACES; races++) {
        const now = clock.now();
        let seq = 0;
        const taken = await conditional(
          (async () => {
            const { Attributes } = await client.send(
              new UpdateItemCommand({
                ...itemOf(channel),
                UpdateExpression: "SET holder = :me, #until = :until REMOVE #at",
                ConditionExpression:
                  "attribute_not_exists(holder) OR #until < :now OR holder = :me",
                ExpressionAttributeNames: { "#until": "until", "#at": "at" },
                ExpressionAttributeValues: {
                  ":me": { S: holder },
                  ":until": number(now + seconds * 1_000),
                  ":now": number(now),
                },
                ReturnValues: "ALL_NEW",
              }),
            );
            seq = numberOf(Attributes, "seq");
          })(),
        );
        if (taken) return { taken, seq };
        const until = numberOf(await read(channel), "until");
        if (until >= now) return { taken, until };
      }
      throw new Error("Cannot take turn as its lease must be free or held: it keeps changing");
    },

    sequence: async (channel) => numberOf(await read(channel), "seq"),

    async release(channel, holder, sequence) {
      const isFree = await conditional(
        client.send(
          new UpdateItemCommand({
            ...itemOf(channel),
            UpdateExpression: "REMOVE holder, #until, #at",
            ConditionExpression: "holder = :me AND (seq = :seq OR attribute_not_exists(seq))",
            ExpressionAttributeNames: { "#until": "until", "#at": "at" },
            ExpressionAttributeValues: { ":me": { S: holder }, ":seq": number(sequence) },
          }),
        ),
      );
      // Its own release, where an answer was lost, or another's turn: who goes on would be a second.
      return isFree || (await read(channel)).holder?.S !== holder;
    },

    async channels() {
      const items = await queryItems(client, TableName, CHANNELS_PARTITION);
      return items.map((item) => item.channel?.S ?? "");
    },

    async state(channel) {
      const item = await read(channel);
      return {
        ...(item.at !== undefined && { at: numberOf(item, "at") }),
        ...(item.until !== undefined && { until: numberOf(item, "until") }),
      };
    },
  };
}
