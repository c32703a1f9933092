import { sha256 } from "../record/sha256.ts";

/** Seconds a delivery may take before another may try it; no function runs longer than this. */
export const CLAIM_LEASE_SECONDS = 90;

/** Seconds a delivery is remembered: as long as a queue can keep a message. */
export const CLAIM_KEEP_SECONDS = 14 * 86_400;

/** Seconds posting a parent may take: two calls of 10 s and the wait between them. */
export const THREAD_LEASE_SECONDS = 30;

/** Table key of one alert at one destination. */
export function repeatKey(destinationId: string, identity: string): string {
  return tableKey("repeat", destinationId, identity);
}

/** Table key of one notice at one destination. */
export function noticeKey(destinationId: string, identity: string): string {
  return tableKey("notice", destinationId, identity);
}

/** Table key of one message's denied event, counted. */
export function deniedKey(messageId: string): string {
  return tableKey("denied", "metrics", messageId);
}

/** Table key of a thread at one destination. */
export function threadTableKey(destinationId: string, threadKey: string): string {
  return tableKey("thread", destinationId, threadKey);
}

/**
 * DynamoDB takes 2,048 bytes of UTF-8; what is longer, or what UTF-8 cannot tell from other text,
 * is named by its hash.
 */
function tableKey(kind: string, destinationId: string, rest: string): string {
  const fits = Buffer.byteLength(rest) <= 900 && !/\p{Cs}/u.test(rest);
  const short = fits ? rest : `sha256:${sha256(JSON.stringify(rest))}`;
  return `${kind}#${destinationId}#${short}`;
}
