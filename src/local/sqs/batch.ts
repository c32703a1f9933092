import { AwsError } from "../protocol/aws-error.ts";
import { type Input, listMember, textMember } from "../protocol/service.ts";

/** Entries one batch operation takes. */
const MAX_BATCH = 10;

/**
 * Reads the entries of a batch operation.
 *
 * @throws {AwsError} If they are none, too many, or have one id twice.
 */
export function entriesOfBatch(input: Input): readonly Input[] {
  const entries = listMember(input, "Entries");
  const ids = entries.map((entry) => textMember(entry, "Id", "MissingParameter"));
  if (entries.length === 0)
    throw batchError("EmptyBatchRequest", "There should be at least one entry.");
  if (entries.length > MAX_BATCH) {
    const message = `Maximum number of entries per request are ${MAX_BATCH}. You have sent ${entries.length}.`;
    throw batchError("TooManyEntriesInBatchRequest", message);
  }
  if (new Set(ids).size < ids.length) {
    throw batchError("BatchEntryIdsNotDistinct", "Two entries of the batch have one Id.");
  }
  return entries;
}

/** Does each entry by itself: what is refused fails alone. */
export function perEntry(entries: readonly Input[], run: (entry: Input) => object) {
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...run(entry) });
    } catch (cause) {
      if (!(cause instanceof AwsError)) throw cause;
      Failed.push({ Id: entry.Id, Code: cause.code, Message: cause.message, SenderFault: true });
    }
  }
  return { Successful, Failed };
}

function batchError(code: string, message: string): AwsError {
  return new AwsError(code, message, { queryCode: `AWS.SimpleQueueService.${code}` });
}
