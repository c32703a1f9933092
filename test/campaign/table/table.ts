import { readCondition } from "./condition.ts";
import { readKeyCondition } from "./key-condition.ts";
import { Names } from "./names.ts";
import { noPartitionLimit, type PartitionLimit } from "./partition-limit.ts";
import { Store } from "./store.ts";
import { readUpdate } from "./update.ts";
import { checkValue, type Item, invalid, itemBytes, TableError } from "./value.ts";

/** A request's fields. */
export type Request = Readonly<Record<string, unknown>>;

const KEYS = ["pk", "sk"] as const;
const PAGE_BYTES = 1024 * 1024;
const MAX_ITEM_BYTES = 400 * 1024;

/** Fields of a request that every operation understands, beside its own. */
const COMMON = ["TableName", "ReturnConsumedCapacity", "ReturnItemCollectionMetrics"];

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  GetItem: ["Key", "ConsistentRead", "ProjectionExpression", "ExpressionAttributeNames"],
  PutItem: ["Item", ...conditional()],
  DeleteItem: ["Key", ...conditional()],
  UpdateItem: ["Key", "UpdateExpression", ...conditional()],
  Query: [
    ...["KeyConditionExpression", "FilterExpression", "ProjectionExpression", "Select"],
    ...["ExpressionAttributeNames", "ExpressionAttributeValues"],
    ...["ConsistentRead", "ExclusiveStartKey", "Limit", "ScanIndexForward"],
  ],
  BatchWriteItem: ["RequestItems"],
};

/**
 * DynamoDB with one table of keys `pk` and `sk`, as its JSON protocol sees it. A field, an
 * expression or a type that is not known here is an error of the simulator's, never ignored.
 */
export class Table {
  readonly store = new Store();
  readonly #name: string;
  readonly #limit: PartitionLimit;

  constructor(name: string, limit: PartitionLimit = noPartitionLimit) {
    this.#name = name;
    this.#limit = limit;
  }

  /**
   * Answers one request.
   *
   * @throws {TableError} What the service refuses.
   * @throws {Error} What the simulator does not know.
   */
  answer(operation: string, request: Request): Record<string, unknown> {
    const fields = FIELDS[operation];
    if (fields === undefined)
      throw new Error(`Cannot answer ${operation} as the simulated table knows no such operation`);
    for (const field of Object.keys(request)) {
      if (!fields.includes(field) && !COMMON.includes(field)) {
        throw new Error(
          `Cannot answer ${operation} as the simulated table knows no field ${field}`,
        );
      }
    }
    if (["GetItem", "Query"].includes(operation) && request.ConsistentRead !== true) {
      throw new Error(
        "Cannot answer an eventually consistent read: stale answers are not simulated",
      );
    }
    if (operation !== "BatchWriteItem") this.#requireTable(request.TableName);
    switch (operation) {
      case "GetItem":
        return this.#get(request);
      case "PutItem":
        return this.#write(request, request.Item as Item, () => request.Item as Item);
      case "DeleteItem":
        return this.#write(request, request.Key as Item, () => undefined);
      case "UpdateItem":
        return this.#update(request);
      case "Query":
        return this.#query(request);
      default:
        return this.#batchWrite(request);
    }
  }

  #get(request: Request): Record<string, unknown> {
    const { pk, sk } = keyOf(request.Key as Item, true);
    const names = namesOf(request);
    const project = projection(request, names);
    names.requireUsed();
    const item = this.store.get(pk, sk);
    this.#take(pk, "read", item === undefined ? 0 : itemBytes(item));
    return item === undefined ? {} : { Item: project(item) };
  }

  #update(request: Request): Record<string, unknown> {
    const key = request.Key as Item;
    keyOf(key, true);
    const names = namesOf(request);
    const text = request.UpdateExpression;
    const update =
      text === undefined ? (item: Item) => item : readUpdate(String(text), names, KEYS);
    return this.#write(request, key, (old) => update(old ?? key), names);
  }

  /** One conditional write; `after` makes the item from the one there is, or nothing. */
  #write(
    request: Request,
    key: Item,
    after: (old: Item | undefined) => Item | undefined,
    names = namesOf(request),
  ): Record<string, unknown> {
    const { pk, sk } = keyOf(key, request.Key !== undefined);
    const text = request.ConditionExpression;
    const condition = text === undefined ? undefined : readCondition(String(text), names);
    names.requireUsed();
    const old = this.store.get(pk, sk);
    const bytes = Math.max(itemBytes(key), old === undefined ? 0 : itemBytes(old));
    this.#take(pk, "write", bytes);
    if (condition !== undefined && !condition(old)) {
      const failed = new TableError(
        "ConditionalCheckFailedException",
        "The conditional request failed",
      );
      if (request.ReturnValuesOnConditionCheckFailure === "ALL_OLD" && old !== undefined) {
        Object.assign(failed, { item: old });
      }
      throw failed;
    }
    const made = after(old);
    if (made === undefined) this.store.delete(pk, sk);
    else this.#keep(pk, sk, made);
    switch (request.ReturnValues ?? "NONE") {
      case "NONE":
        return {};
      case "ALL_OLD":
        return old === undefined ? {} : { Attributes: old };
      case "ALL_NEW":
        return made === undefined ? {} : { Attributes: made };
      default:
        throw new Error(
          `Cannot return ${request.ReturnValues} as the simulated table does not know it`,
        );
    }
  }

  #keep(pk: string, sk: string, item: Item): void {
    for (const value of Object.values(item)) checkValue(value);
    if (itemBytes(item) > MAX_ITEM_BYTES)
      throw invalid("Item size has exceeded the maximum allowed size");
    this.store.put(pk, sk, item);
  }

  #query(request: Request): Record<string, unknown> {
    const names = namesOf(request);
    const { pk, accepts } = readKeyCondition(String(request.KeyConditionExpression), names);
    const filter =
      request.FilterExpression === undefined
        ? () => true
        : readCondition(String(request.FilterExpression), names);
    const project = projection(request, names);
    names.requireUsed();
    const start = request.ExclusiveStartKey as Item | undefined;
    const keys = this.store.keys(pk).filter(accepts);
    if (request.ScanIndexForward === false) keys.reverse();
    const from = start === undefined ? 0 : keys.indexOf(String(start.sk?.S)) + 1;
    if (start !== undefined && from === 0) {
      throw new Error("Cannot go on with a query as its last key is gone: not simulated");
    }
    const limit = (request.Limit as number | undefined) ?? Number.POSITIVE_INFINITY;
    const items: Item[] = [];
    let bytes = 0;
    let at = from;
    for (; at < keys.length && at - from < limit && bytes < PAGE_BYTES; at++) {
      const item = this.store.get(pk, keys[at] as string) as Item;
      bytes += itemBytes(item);
      if (filter(item)) items.push(item);
    }
    this.#take(pk, "read", bytes);
    const last = keys[at - 1];
    const isCut = at < keys.length && last !== undefined;
    return {
      ...(request.Select === "COUNT" ? {} : { Items: items.map(project) }),
      Count: items.length,
      ScannedCount: at - from,
      ...(isCut && { LastEvaluatedKey: { pk: { S: pk }, sk: { S: last } } }),
    };
  }

  #batchWrite(request: Request): Record<string, unknown> {
    const tables = Object.entries(request.RequestItems as Record<string, Request[]>);
    const UnprocessedItems: Record<string, Request[]> = {};
    for (const [name, writes] of tables) {
      this.#requireTable(name);
      if (writes.length === 0 || writes.length > 25) {
        throw invalid("Too many items requested for the BatchWriteItem call");
      }
      const keys = writes.map((write) => keyOf(itemOfWrite(write), "DeleteRequest" in write));
      if (new Set(keys.map(({ pk, sk }) => `${pk}\n${sk}`)).size !== keys.length) {
        throw invalid("Provided list of item keys contains duplicates");
      }
      for (const [index, write] of writes.entries()) {
        const { pk, sk } = keys[index] as { pk: string; sk: string };
        const item = itemOfWrite(write);
        if (!this.#limit.take(pk, "write", itemBytes(item))) {
          UnprocessedItems[name] = [...(UnprocessedItems[name] ?? []), write];
        } else if ("DeleteRequest" in write) this.store.delete(pk, sk);
        else this.#keep(pk, sk, item);
      }
      if (UnprocessedItems[name]?.length === writes.length) throw throttled();
    }
    return { UnprocessedItems };
  }

  #take(pk: string, kind: "read" | "write", bytes: number): void {
    if (!this.#limit.take(pk, kind, bytes)) throw throttled();
  }

  #requireTable(name: unknown): void {
    if (name !== this.#name) {
      throw new TableError(
        "ResourceNotFoundException",
        "Cannot do operations on a non-existent table",
      );
    }
  }
}

function conditional(): string[] {
  return [
    ...["ConditionExpression", "ExpressionAttributeNames", "ExpressionAttributeValues"],
    ...["ReturnValues", "ReturnValuesOnConditionCheckFailure"],
  ];
}

function namesOf(request: Request): Names {
  return new Names(
    request.ExpressionAttributeNames as Record<string, string> | undefined,
    request.ExpressionAttributeValues as Item | undefined,
  );
}

function keyOf(item: Item, alone: boolean): { pk: string; sk: string } {
  if (alone && Object.keys(item).length !== KEYS.length) {
    throw invalid("The provided key element does not match the schema");
  }
  const [pk, sk] = KEYS.map((name) => {
    const value = item[name]?.S;
    if (value === undefined && item[name] === undefined && !alone) {
      throw invalid(
        `One or more parameter values were invalid: Missing the key ${name} in the item`,
      );
    }
    if (typeof value !== "string")
      throw invalid("The provided key element does not match the schema");
    if (value === "") {
      throw invalid(
        `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
      );
    }
    if (Buffer.byteLength(value) > (name === "pk" ? 2_048 : 1_024)) {
      throw invalid(
        "One or more parameter values were invalid: Size of key has exceeded the maximum size limit",
      );
    }
    return value;
  });
  return { pk: pk as string, sk: sk as string };
}

function itemOfWrite(write: Request): Item {
  const { PutRequest, DeleteRequest } = write as {
    PutRequest?: { Item: Item };
    DeleteRequest?: { Key: Item };
  };
  const item = PutRequest?.Item ?? DeleteRequest?.Key;
  if (item === undefined) throw invalid("Supplied BatchWriteItem request is empty");
  return item;
}

function projection(request: Request, names: Names): (item: Item) => Item {
  const text = request.ProjectionExpression;
  if (text === undefined) return (item) => item;
  const wanted = String(text)
    .split(",")
    .map((part) => part.trim())
    .map((part) => names.attribute({ kind: part.startsWith("#") ? "name" : "word", text: part }));
  return (item) =>
    Object.fromEntries(Object.entries(item).filter(([name]) => wanted.includes(name)));
}

function throttled(): TableError {
  return new TableError(
    "ProvisionedThroughputExceededException",
    "The level of configured provisioned throughput for the table was exceeded",
  );
}
