import type { BusEntry } from "../../src/core/entry/bus-entry.ts";

/**
 * What EventBridge would refuse an entry for, by rules written down here once more and on their
 * own; empty if it is acceptable.
 */
export function refusals(entry: BusEntry, maxBytes: number): string[] {
  const { source, detailType, detail, resources, time } = entry;
  const refused: string[] = [];
  const bytes =
    (time === undefined ? 0 : 14) +
    [source, detailType, detail, ...resources].reduce((sum, text) => sum + utf8(text), 0);
  if (bytes >= maxBytes) refused.push(`${bytes} bytes`);
  if (source === "" || source.startsWith("aws.")) refused.push(`source ${source}`);
  if (detailType === "" || detailType.length > 128) refused.push(`detail-type ${detailType}`);
  if (time !== undefined && !Number.isFinite(time)) refused.push(`time ${time}`);
  for (const text of [detail, ...resources]) {
    if (/\p{Cs}/u.test(text)) refused.push("lone surrogate outside an escape");
    if (/[\ufffe\uffff]/.test(text)) refused.push("character that a queue behind the bus refuses");
  }
  try {
    const parsed = JSON.parse(detail);
    if (parsed === null || typeof parsed !== "object" || Array.isArray(parsed)) {
      refused.push("detail is no object");
    }
  } catch (error) {
    refused.push(`detail: ${error}`);
  }
  const outside = detail.replace(/"[^"\\]*(?:\\.[^"\\]*)*"/g, '""');
  let depth = 0;
  let deepest = 0;
  for (const bracket of outside.replace(/[^[\]{}]/g, "")) {
    depth += bracket === "{" || bracket === "[" ? 1 : -1;
    deepest = Math.max(deepest, depth);
  }
  if (deepest >= 1000) refused.push(`depth ${deepest}`);
  for (const [number] of outside.matchAll(/-?\d[\d.eE+-]*/g)) {
    const isInteger = !/[.eE]/.test(number);
    if (!Number.isFinite(Number(number))) refused.push(`number ${number.slice(0, 50)}`);
    else if (isInteger && BigInt.asIntN(64, BigInt(number)) !== BigInt(number)) {
      refused.push(`integer ${number}`);
    }
  }
  return refused;
}

function utf8(text: string): number {
  return new TextEncoder().encode(text).length;
}
