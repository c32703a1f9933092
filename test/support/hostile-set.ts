import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SHARED } from "./shared.ts";

/** One object of the hostile set. */
export interface HostileObject {
  readonly name: string;
  readonly key: string;
  readonly body: Buffer;
  /** `canaries`, `file-error`, `either`, `nothing` or a number of alerts. */
  readonly want: string;
  /** eventIDs that must come through whatever is around them. */
  readonly canaries: readonly string[];
  /** S3's notification of it. */
  readonly notification: unknown;
}

/** Makes the hostile set, without bombs, with the generator beside the checkout. */
export function hostileSet(): HostileObject[] {
  const folder = mkdtempSync(join(tmpdir(), "trailbridge-hostile-"));
  try {
    const generator = `${SHARED}corpus/make_logs.py`;
    const { status, stderr } = spawnSync(
      "python3",
      [generator, "--out", folder, "--bad", "--no-bombs"],
      { encoding: "utf8" },
    );
    if (status !== 0) throw new Error(`make_logs.py failed: ${stderr}`);
    const lines = (name: string) =>
      readFileSync(join(folder, name), "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
    const notifications = lines("notifications.ndjson");
    return lines("manifest.ndjson").map(({ file, ...object }, i) => ({
      ...object,
      body: readFileSync(join(folder, "objects", file)),
      notification: notifications[i],
    }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
