import { askedOf } from "./canary.ts";

/** What the splitter is asked to do about validating log files by CloudTrail's digests. */
export type ValidationRequest =
  /** Find the folders of digests, and have each validated: those of the last so many hours. */
  { readonly kind: "all"; readonly hours: number } | FolderValidation;

/** Validate the digests in one account's and Region's folder, and the log files they tell of. */
export interface FolderValidation {
  readonly kind: "folder";
  /** What keys of the digests begin with, a slash at its end. */
  readonly folder: string;
  /** Ends of the digests' times, milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
}

/** The message by which a folder is validated in an invocation of its own. */
export function validationMessage({ folder, from, to }: Omit<FolderValidation, "kind">) {
  return { trailbridge: { validate: { folder, from, to } } } as const;
}

/**
 * Reads what the splitter is asked to validate, off the schedule's input or the one message of an
 * invocation by its continuation queue.
 *
 * @returns Undefined for anything else.
 */
export function validationRequestOf(
  event: unknown,
  ownQueue: string,
): ValidationRequest | undefined {
  const asked = askedOf(event, "validate", ownQueue);
  if (asked === undefined) return undefined;
  const { hours, folder, from, to } = asked;
  if (isCount(hours)) return { kind: "all", hours };
  return typeof folder === "string" && folder.endsWith("/") && isCount(from) && isCount(to)
    ? { kind: "folder", folder, from, to }
    : undefined;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
