import { deflateSync, inflateSync } from "node:zlib";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Mark } from "../../core/thread/mark.ts";
import type { Member } from "../../core/thread/member.ts";
import { KEEP_SECONDS, memberKey, type TableKey, windowKey } from "../../core/thread/table-key.ts";
import type { WindowHead } from "../../core/thread/window.ts";

/** An item as the low-level client takes and gives it. */
export type Item = Record<string, AttributeValue>;

/** A key as an item carries it. */
export function keyItem({ pk, sk }: TableKey): Item {
  return { pk: { S: pk }, sk: { S: sk } };
}

/** Seconds since the epoch at which what is written now may be forgotten. */
export function expiry(now: number): Item {
  return { expiresAt: number(Math.floor(now / 1_000) + KEEP_SECONDS) };
}

/** A number as an item carries it. */
export function number(value: number): AttributeValue {
  return { N: String(value) };
}

/** A window's head as an item; its shards stand apart, as they may be raised. */
export function headItem({ shards, sns, ...head }: WindowHead, now: number): Item {
  return {
    ...keyItem(windowKey(head.id, "head")),
    ...expiry(now),
    head: { S: JSON.stringify(head) },
    shards: number(shards),
    ...(sns !== undefined && { sns: packed(sns) }),
  };
}

/** Reads what {@linkcode headItem} made. */
export function headOfItem(item: Item | undefined): WindowHead | undefined {
  const text = item?.head?.S;
  if (item === undefined || text === undefined) return undefined;
  return { ...JSON.parse(text), shards: numberOf(item, "shards"), ...snsOf(item) };
}

/** A member as an item. */
export function memberItem(
  window: string,
  shard: number,
  { sns, ...member }: Member,
  now: number,
): Item {
  return {
    ...keyItem(memberKey(window, shard, member.identity)),
    ...expiry(now),
    member: { S: JSON.stringify(member) },
    ...(sns !== undefined && { sns: packed(sns) }),
  };
}

/** Reads what {@linkcode memberItem} made. */
export function memberOfItem(item: Item): Member {
  return { ...JSON.parse(item.member?.S ?? "null"), ...snsOf(item) };
}

/** An SNS message may have 256 KB and as JSON text twice as many; an item has 400 KB at most. */
function packed(text: string): AttributeValue {
  return { B: deflateSync(text) };
}

function snsOf({ sns }: Item): { readonly sns?: string } {
  return sns?.B === undefined ? {} : { sns: inflateSync(sns.B).toString() };
}

/** The facts of a mark that never change, as attributes. */
export function markFacts({
  window,
  rank,
  ruleId,
  actorKey,
  outcome,
  openedAt,
  closesAt,
}: MarkFacts): Item {
  return {
    window: { S: window },
    rank: number(rank),
    openedAt: number(openedAt),
    closesAt: number(closesAt),
    ...(ruleId !== undefined && { ruleId: { S: ruleId } }),
    ...(actorKey !== undefined && { actorKey: { S: actorKey } }),
    ...(outcome !== undefined && { outcome: { S: outcome } }),
  };
}

type MarkFacts = Pick<
  Mark,
  "window" | "rank" | "ruleId" | "actorKey" | "outcome" | "openedAt" | "closesAt"
>;

/** Reads a mark's item. */
export function markOfItem(item: Item): Mark {
  const text = (name: string) => item[name]?.S;
  const as = text("as") as Mark["as"];
  const outcome = text("outcome") as Mark["outcome"];
  const [ruleId, actorKey, storm] = [text("ruleId"), text("actorKey"), text("storm")];
  return {
    window: text("window") ?? "",
    rank: numberOf(item, "rank"),
    ...(ruleId !== undefined && { ruleId }),
    ...(actorKey !== undefined && { actorKey }),
    ...(outcome !== undefined && { outcome }),
    openedAt: numberOf(item, "openedAt"),
    closesAt: numberOf(item, "closesAt"),
    ...(item.since !== undefined && { since: numberOf(item, "since") }),
    due: numberOf(item, "due"),
    version: text("version") ?? "",
    ...(as !== undefined && { as }),
    ...(storm !== undefined && { storm }),
    ...(item.notBefore !== undefined && { notBefore: numberOf(item, "notBefore") }),
    ...(item.wantsDetails?.BOOL === true && { wantsDetails: true }),
  };
}

/** A number of an item; 0 if it has none of that name. */
export function numberOf(item: Item | undefined, name: string): number {
  return Number(item?.[name]?.N ?? 0);
}
