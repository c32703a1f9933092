import type { Mute } from "../mute/mute.ts";
import { sha256 } from "../record/sha256.ts";

/** Key of an item of the alert table. */
export interface TableKey {
  readonly pk: string;
  readonly sk: string;
}

/** Seconds an item is kept after its last writing: longer than any way an event can come again. */
export const KEEP_SECONDS = 30 * 86_400;

/** Of one event at one destination: that it was recorded, and where. */
export function claimKey(channel: string, identity: string): TableKey {
  return { pk: `claim#${part(channel)}#${part(identity)}`, sk: "claim" };
}

/** Of the window that a thread's events go to now. */
export function threadKey(channel: string, thread: string): TableKey {
  return { pk: `thread#${part(channel)}#${part(thread)}`, sk: "current" };
}

/** Of a window: what it begins with, or what of it is drawn. */
export function windowKey(window: string, what: "head" | "drawn"): TableKey {
  return { pk: `window#${part(window)}`, sk: what };
}

/** Partition of the members in one part of a window. */
export function membersPartition(window: string, shard: number): string {
  return `members#${part(window)}#${shard}`;
}

/** Of one event in its window. */
export function memberKey(window: string, shard: number, identity: string): TableKey {
  return { pk: membersPartition(window, shard), sk: part(identity) };
}

/** Partition of all that is about drawing a channel: its marks, its turn, its pace, its storms. */
export function channelPartition(channel: string): string {
  return `channel#${part(channel)}`;
}

/** How the sort keys of a channel's marks begin; the most severe sort first. */
export const MARK_PREFIX = "mark#";

/** Of a window that waits to be drawn. */
export function markKey(channel: string, rank: number, window: string): TableKey {
  return { pk: channelPartition(channel), sk: `${MARK_PREFIX}${rank}#${part(window)}` };
}

/** Of whose turn it is to draw a channel. */
export function turnKey(channel: string): TableKey {
  return { pk: channelPartition(channel), sk: "turn" };
}

/** Of how fast a channel may be drawn. */
export function paceKey(channel: string): TableKey {
  return { pk: channelPartition(channel), sk: "pace" };
}

/** How the sort keys of a channel's storms begin, while their end is not drawn. */
export const STORM_PREFIX = "storm#";

/** Of a storm; `ended` once its end is drawn. */
export function stormKey(channel: string, storm: string, state: "storm" | "ended" = "storm") {
  return { pk: channelPartition(channel), sk: `${state}#${part(storm)}` };
}

/** Of what one window of a storm comes to. */
export function stormMembersKey(storm: string, window: string): TableKey {
  return { pk: `stormMembers#${part(storm)}`, sk: part(window) };
}

/** Of one member that was published by itself. */
export function publishedKey(window: string, identity: string): TableKey {
  return { pk: `published#${part(window)}`, sk: part(identity) };
}

/** Of the allowance of edits that all channels of the Slack workspace share. */
export const EDITS_KEY: TableKey = { pk: "workspace#slack", sk: "edits" };

/** Partition of the receipts of canaries. */
export const CANARIES_PARTITION = "canaries";

/** Of the last canary that came by a way. */
export function canaryKey(way: string): TableKey {
  return { pk: CANARIES_PARTITION, sk: part(way) };
}

/** Partition of what is muted. */
export const MUTES_PARTITION = "mutes";

/** Of what is muted: an actor, a rule or a thread. */
export function muteKey({ kind, value }: Pick<Mute, "kind" | "value">): TableKey {
  return { pk: MUTES_PARTITION, sk: `${kind}#${part(value)}` };
}

/** Partition of the list of channels that were ever marked. */
export const CHANNELS_PARTITION = "channels";

/**
 * A text as it may stand in a key. DynamoDB takes 2,048 bytes of UTF-8 as a partition key and 1,024
 * as a sort key; what is longer, or what UTF-8 cannot tell from other text, is named by its hash.
 */
function part(text: string): string {
  const fits = Buffer.byteLength(text) <= 900 && !/\p{Cs}/u.test(text);
  return fits ? text : `sha256:${sha256(JSON.stringify(text))}`;
}
