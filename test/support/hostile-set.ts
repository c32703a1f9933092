import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toS3Notification } from "../../src/core/notification/notification.ts";
import { hostileObjects } from "./hostile-objects.ts";
import { hasShared, SHARED, type Skipping } from "./shared.ts";

/** One object of the hostile set. */
export interface HostileObject {
  readonly name: string;
  readonly key: string;
  readonly body: Buffer;
  /** What is asked for; `either` leaves open whether the file can be read. */
  readonly want:
    | "canaries"
    | "file-error"
    | "nothing"
    | "once"
    | "300 alerts"
    | "1 or 3 alerts"
    | "either";
  /** eventIDs that must come through whatever is around them. */
  readonly canaries: readonly string[];
  /** Records that precede the fault of a file that cannot be read; NaN where any number may. */
  readonly before?: number;
  /** S3's notification of it. */
  readonly notification: unknown;
}

/**
 * The hostile set: the project's own, and the wider one beside the checkout where it is.
 *
 * @param test Its suite, in which what is missing is counted as skipped.
 * @param bombs With the decompression bombs, which take minutes.
 */
export function hostileSet(test: Skipping, { bombs = false } = {}): HostileObject[] {
  const own = hostileObjects().map((object) => ({
    ...object,
    notification: toS3Notification({ bucket: "logs", key: object.key }),
  }));
  return [...own, ...(hasShared(test, "the wider hostile set") ? widerSet(bombs) : [])];
}

function widerSet(bombs: boolean): HostileObject[] {
  const folder = mkdtempSync(join(tmpdir(), "trailbridge-hostile-"));
  try {
    const { status, stderr } = spawnSync(
      "python3",
      [
        `${SHARED}corpus/make_logs.py`,
        ...["--out", folder, "--bad"],
        ...(bombs ? [] : ["--no-bombs"]),
      ],
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
