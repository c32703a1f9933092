import { readFileSync, statSync } from "node:fs";
import { alertReference } from "../../core/except/alert-reference.ts";
import { type CommandLine, type Io, UsageError } from "../command.ts";

/** What an ignore rule is asked for: one event, where it is, and for which rules. */
export interface AskedException {
  readonly eventId: string;
  readonly places: readonly string[];
  /** Ids; none means those that match. */
  readonly ruleIds: readonly string[];
}

/**
 * Reads `<eventID|alert.json|-> --in <place>... --rule <ids>`.
 *
 * @throws {UsageError} If the event is not named, or nobody says where it is.
 */
export async function askedException(
  { operands, value }: Pick<CommandLine, "operands" | "value">,
  io: Pick<Io, "stdin">,
): Promise<AskedException> {
  const [first, ...others] = operands;
  if (first === undefined) {
    throw new UsageError("except needs an eventID and --in <place>, or an alert: a file, or -");
  }
  const place = value("in");
  const named = place === undefined ? [] : [place, ...others];
  if (named.includes("-")) {
    throw new UsageError("except reads the logs twice, and standard input comes once: name a file");
  }
  const ruleIds = (value("rule") ?? "").split(",").flatMap((id) => id.trim() || []);
  const alert = isAlert(first) ? await alertIn(first, io) : undefined;
  if (alert === undefined) {
    if (named.length === 0) {
      throw new UsageError(
        `except needs to know where to look: except ${first} --in <file|folder|s3://…>`,
      );
    }
    return { eventId: first.trim(), places: named, ruleIds };
  }
  const places = named.length > 0 ? named : alert.place === undefined ? [] : [alert.place];
  if (places.length === 0) {
    throw new UsageError("the alert does not say where its record is: name it, --in <place>");
  }
  return {
    eventId: alert.eventId,
    places,
    ruleIds: ruleIds.length > 0 ? ruleIds : alert.ruleIds,
  };
}

/** Whether the operand is an alert, or a file of one, and no eventID. */
function isAlert(operand: string): boolean {
  if (operand === "-" || /^\s*\{/.test(operand)) return true;
  return statSync(operand, { throwIfNoEntry: false })?.isFile() === true;
}

/** Bytes of an alert at most: SNS carries 256 KB. */
const MAX_ALERT = 1_000_000;

async function wholeText(input: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of input) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_ALERT)
      throw new UsageError("cannot read the alert as it must be one: it is longer");
  }
  return Buffer.concat(chunks).toString();
}

async function alertIn(operand: string, io: Pick<Io, "stdin">) {
  const text =
    operand === "-"
      ? await wholeText(io.stdin)
      : /^\s*\{/.test(operand)
        ? operand
        : readFileSync(operand, "utf8");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`cannot read the alert as it must be JSON: ${(cause as Error).message}`);
  }
  const found = alertReference(value);
  if (found !== undefined) return found;
  throw new UsageError(
    "cannot read the alert as it must be an alert event or an SNS message: name the eventID, and --in <place>",
  );
}
