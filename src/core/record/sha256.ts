import { createHash, hash } from "node:crypto";

/** SHA-256 of a text, or of bytes, in hex. */
export function sha256(content: string | Uint8Array): string {
  return hash("sha256", content);
}

/** SHA-256 of bytes that come piece by piece. */
export interface RunningSha256 {
  add(bytes: Uint8Array): void;
  /** Of all that was added, in hex. Once. */
  hex(): string;
}

/** Begins one. */
export function runningSha256(): RunningSha256 {
  const running = createHash("sha256");
  return {
    add(bytes) {
      running.update(bytes);
    },
    hex: () => running.digest("hex"),
  };
}

/** 96 bits of a text's hash, as hex: nobody finds two texts that have the same. What was hashed of late is remembered. */
export function shortHash(text: string): string {
  return rememberedSha256(text).slice(0, 24);
}

/** {@linkcode sha256} of a text that mostly comes again: what was hashed of late is remembered. */
export function rememberedSha256(text: string): string {
  const known = recent.get(text);
  if (known !== undefined) return known;
  const hashed = before.get(text) ?? sha256(text);
  if (recent.size >= MOST_RECENT) [before, recent] = [recent, new Map()];
  recent.set(text, hashed);
  return hashed;
}

/** Hashes of texts: those of late, and those that were so until these became too many. */
let recent = new Map<string, string>();
let before: ReadonlyMap<string, string> = new Map();

/** Names of a few large threads: some megabytes. */
const MOST_RECENT = 10_000;
