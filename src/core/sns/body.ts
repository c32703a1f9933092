import { textStart } from "../record/text-start.ts";

/**
 * Bytes of a body at most, as a text inside of JSON, which is how SNS takes several texts in one
 * message; the rest of its 262,144 is left to the texts for people, subject and attributes.
 */
export const MAX_SNS_BODY_BYTES = 220_000;

/** Parts of the record that may be of any size. */
const LARGE = [
  "request_parameters",
  "response_elements",
  "additional_details",
  "insight_details",
  "service_event_details",
  "resources",
  "several",
  "error_message",
];

/**
 * Writes a body as JSON of at most {@linkcode MAX_SNS_BODY_BYTES}. Where it would be longer, the
 * largest of the parts that may be of any size is cut to the beginning of its JSON text, then the
 * next; `truncated` names them.
 */
export function snsBody(body: Readonly<Record<string, unknown>>): string {
  const parts = Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, jsonOf(value)]),
  );
  const sizes = Object.fromEntries(
    Object.entries(parts).map(([key, part]) => [key, bytesInText(part) + NAME_BYTES]),
  );
  const truncated: string[] = [];
  const size = () => Object.values(sizes).reduce((sum, bytes) => sum + bytes, 0);
  while (size() > MAX_SNS_BODY_BYTES && truncated.length < LARGE.length) {
    const largest = LARGE.filter((key) => !truncated.includes(key)).sort(
      (a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0),
    )[0];
    if (largest === undefined) break;
    const cut = jsonOf(`${textStart(parts[largest] ?? "", 1_000)}…`);
    parts[largest] = cut;
    sizes[largest] = bytesInText(cut) + NAME_BYTES;
    truncated.push(largest);
  }
  if (truncated.length > 0) parts.truncated = JSON.stringify(truncated);
  const entries = Object.entries(parts).map(([key, part]) => `${JSON.stringify(key)}:${part}`);
  return `{${entries.join(",")}}`;
}

/** Counted for each name and what parts it from the next. */
const NAME_BYTES = 40;

/** Bytes of a text as it stands in a JSON text. */
function bytesInText(text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) - 2;
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "null";
  } catch (cause) {
    // Nested past what the runtime can walk.
    if (cause instanceof RangeError) return '"nested too deeply to show"';
    throw cause;
  }
}
