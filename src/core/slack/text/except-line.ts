import type { Alert } from "../../alert/alert.ts";

/**
 * The command that writes an ignore rule for an alert, ready to paste into a shell. Nothing in it
 * means anything to one: a file name or an id of a log is whatever somebody chose, so what has other
 * characters than CloudTrail's own is left out.
 *
 * @returns Undefined where the event cannot be named that way.
 */
export function exceptLine({
  eventId,
  ruleIds,
  source,
}: Pick<Alert, "eventId" | "ruleIds" | "source">): string | undefined {
  if (eventId === undefined || !/^\w[\w-]{0,99}$/.test(eventId)) return undefined;
  const place = placeOf(source);
  if (place === undefined) return undefined;
  const rules = ruleIds.filter((id) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)).slice(0, MAX_RULES);
  const only = rules.length === 0 ? "" : ` --rule ${rules.join(",")}`;
  return `trailbridge except ${eventId} --in '${place}'${only}`;
}

/** Rules that are named. */
const MAX_RULES = 3;

/** Characters of a key: the command is never shown in part. */
const MAX_KEY = 900;

/** The log file, or the folder above the first of its key's parts that a shell might read otherwise. */
function placeOf({ bucket, key }: Alert["source"]): string | undefined {
  if (!/^[a-z0-9][a-z0-9.-]{1,62}$/.test(bucket)) return undefined;
  const harmless = HARMLESS.exec(key.slice(0, MAX_KEY))?.[0] ?? "";
  const shown = harmless === key ? key : harmless.slice(0, harmless.lastIndexOf("/") + 1);
  return `s3://${bucket}/${shown}`;
}

/** Characters that no shell reads as anything else inside quotes, nor a message as markup. */
const HARMLESS = /^[\w./:=@+,~-]*/;
