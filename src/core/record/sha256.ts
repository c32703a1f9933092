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
