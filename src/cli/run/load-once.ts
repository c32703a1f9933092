import { numbered } from "../../core/wording/counted.ts";
import type { Stack } from "../../local/stack-types.ts";
import type { Io } from "../command.ts";
import { startProgress } from "../progress.ts";
import { md5Of, type Upload, upload } from "../upload.ts";

/**
 * Puts objects into a bucket of the local stack, but for those that were put before a restart, byte
 * for byte: what they set off is in the state already.
 *
 * @returns How many were put now.
 */
export async function loadOnce(
  stack: Stack,
  bucket: string,
  uploads: readonly Upload[],
  io: Io,
): Promise<number> {
  const fresh: Upload[] = [];
  for (const each of uploads) {
    const before = stack.putBefore(bucket, each.key);
    if (before === undefined || before !== (await md5Of(each))) fresh.push(each);
  }
  const known = uploads.length - fresh.length;
  if (known > 0)
    io.err(
      `${numbered(known, "log file was", "log files were")} put before this start: not again.\n`,
    );
  const progress = startProgress("log files", fresh.length, io);
  await upload(stack, bucket, fresh, progress);
  progress.done();
  return fresh.length;
}
