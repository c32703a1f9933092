import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { KnownValue } from "../../../core/memory/known-value.ts";
import {
  FIRED_SORT,
  LEARNING_SORT,
  memoryPartition,
  sightingSort,
  sightingSorts,
  valueSort,
} from "../../../core/memory/memory-key.ts";
import type { Sighting } from "../../../core/memory/sighting.ts";
import type { Clock, RuleMemory } from "../../../ports.ts";
import { type Item, keyItem, number, numberOf } from "../alert-items.ts";
import { conditional } from "../conditional.ts";
import { queryItems } from "../dynamodb-items.ts";

/** What {@linkcode dynamodbRuleMemory} is made of. */
export interface RuleMemoryOptions {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly clock: Clock;
}

/**
 * The memory of rules in the table: single writes, each of which may be done twice, and reads that
 * see what was written before them.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.ReadConsistency.html
 */
export function dynamodbRuleMemory({
  client,
  tableName: TableName,
  clock,
}: RuleMemoryOptions): RuleMemory {
  const keyOf = (ruleId: string, key: string, sk: string): Item =>
    keyItem({ pk: memoryPartition(ruleId, key), sk });
  const until = (seconds: number): Item => ({
    expiresAt: number(Math.floor(clock.now() / 1_000) + seconds),
  });

  async function get(Key: Item): Promise<Item | undefined> {
    const input = { TableName, Key, ConsistentRead: true };
    return (await client.send(new GetItemCommand(input))).Item;
  }

  /** Puts an item where there is none. */
  function putNew(Item: Item): Promise<boolean> {
    const ConditionExpression = "attribute_not_exists(pk)";
    return conditional(client.send(new PutItemCommand({ TableName, Item, ConditionExpression })));
  }

  return {
    async keep(observation, seconds) {
      const { rule, key, sighting } = observation;
      const Key = keyOf(rule.id, key, sightingSort(observation));
      const content = { S: JSON.stringify(sighting) };
      if (await putNew({ ...Key, ...until(seconds), sighting: content })) return "own";
      const found = sightingOf(await get(Key));
      return found === undefined || found.identity === sighting.identity ? "own" : "other";
    },

    async sightings(ruleId, key, from, to) {
      const partition = memoryPartition(ruleId, key);
      const items = await queryItems(client, TableName, partition, sightingSorts(from, to));
      return items.flatMap((item) => sightingOf(item) ?? []);
    },

    async fired(ruleId, key) {
      const item = await get(keyOf(ruleId, key, FIRED_SORT));
      return {
        version: numberOf(item, "version"),
        alerts: item?.alerts?.S === undefined ? [] : JSON.parse(item.alerts.S),
      };
    },

    fire(ruleId, key, { version, alerts }, seconds) {
      return conditional(
        client.send(
          new PutItemCommand({
            TableName,
            Item: {
              ...keyOf(ruleId, key, FIRED_SORT),
              ...until(seconds),
              version: number(version + 1),
              alerts: { S: JSON.stringify(alerts) },
            },
            ConditionExpression: version === 0 ? "attribute_not_exists(pk)" : "version = :version",
            ...(version > 0 && { ExpressionAttributeValues: { ":version": number(version) } }),
          }),
        ),
      );
    },

    async value(ruleId, key, value) {
      const text = (await get(keyOf(ruleId, key, valueSort(value))))?.known?.S;
      return text === undefined ? undefined : (JSON.parse(text) as KnownValue);
    },

    meet(ruleId, key, value, { from, to }, seconds) {
      const Item = {
        ...keyOf(ruleId, key, valueSort(value)),
        ...until(seconds),
        known: { S: JSON.stringify(to) },
      };
      if (from === undefined) return putNew(Item);
      return conditional(
        client.send(
          new PutItemCommand({
            TableName,
            Item,
            // An item that was deleted since, as it expired, is none that anybody changed.
            ConditionExpression: "attribute_not_exists(pk) OR known = :from",
            ExpressionAttributeValues: { ":from": { S: JSON.stringify(from) } },
          }),
        ),
      );
    },

    async learnedSince(ruleId, key, time, seconds) {
      const { Attributes } = await client.send(
        new UpdateItemCommand({
          TableName,
          Key: keyOf(ruleId, key, LEARNING_SORT),
          UpdateExpression: "SET since = if_not_exists(since, :time), expiresAt = :until",
          ExpressionAttributeValues: {
            ":time": number(time),
            ":until": until(seconds).expiresAt as { N: string },
          },
          ReturnValues: "ALL_NEW",
        }),
      );
      return numberOf(Attributes, "since");
    },
  };
}

function sightingOf(item: Item | undefined): Sighting | undefined {
  const text = item?.sighting?.S;
  return text === undefined ? undefined : (JSON.parse(text) as Sighting);
}
