import { type Detail, isObject, partOf } from "../record/event-text.ts";
import { sha256 } from "../record/sha256.ts";
import { textStart } from "../record/text-start.ts";

/**
 * What an event is about, each once: the ARNs of its `resources`, then what its request and its
 * service event details name. Two events about different things never come out the same, however
 * long or many their names are.
 *
 * @returns At most 10 texts of at most 256 UTF-16 units; where there are more, the last counts them.
 */
export function resourcesOf(detail: Detail): readonly string[] {
  const arns = arnsOf(partOf(detail, "resources"));
  const names = ["requestParameters", "serviceEventDetails"].flatMap((part) =>
    namesOf(partOf(detail, part)),
  );
  const others = names.length === 0 ? names : unnamedBy(arns, names);
  return fewTexts([...arns, ...others.map(labelled)].map((text) => clipApart(text, MAX_CHARS)));
}

/**
 * Each text once, and no more than 10: the last stands for all that have no room, and is another
 * one for other texts.
 */
export function fewTexts(texts: readonly string[]): readonly string[] {
  // Mostly there is one, or none, and each event asks several times.
  if (texts.length < 2) return texts;
  const each = [...new Set(texts)];
  if (each.length <= MAX_TEXTS) return each;
  const rest = each.slice(MAX_TEXTS - 1).sort();
  return [
    ...each.slice(0, MAX_TEXTS - 1),
    `${rest.length} more (#${sha256(JSON.stringify(rest)).slice(0, HASH_CHARS)})`,
  ];
}

/** Cuts a text so that it stays apart from every other with the same beginning. */
export function clipApart(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = `… (#${sha256(text).slice(0, HASH_CHARS)})`;
  return textStart(text, max - end.length) + end;
}

const MAX_TEXTS = 10;
const MAX_CHARS = 256;
const HASH_CHARS = 16;

function arnsOf(resources: unknown): string[] {
  if (!Array.isArray(resources)) return [];
  const arns = resources.slice(0, MAX_WALKED).map((resource: unknown) => {
    if (!isObject(resource)) return undefined;
    const { ARN, arn, ARNPrefix } = resource;
    return [ARN, arn, ARNPrefix].find((value) => typeof value === "string" && value !== "");
  });
  return [...new Set(arns.filter((arn) => typeof arn === "string"))];
}

/** A name and the field it stands in. */
interface FieldName {
  readonly field: string;
  readonly name: string;
}

/** Names and ids in a part of the record, in their order, an S3 object as bucket and key. */
function namesOf(part: unknown): FieldName[] {
  const found: FieldName[] = [];
  let room = MAX_WALKED;
  const visit = (value: unknown, field: string, depth: number): void => {
    if (room-- <= 0 || depth > MAX_DEPTH) return;
    if (Array.isArray(value)) {
      for (const item of value) {
        if (room <= 0) return;
        visit(item, field, depth + 1);
      }
    } else if (isObject(value)) {
      visitObject(value, field, depth);
    } else if (isName(value) && NAMING.test(field) && !NOT_NAMING.test(field)) {
      found.push({ field, name: String(value) });
    }
  };
  const visitObject = (object: Readonly<Record<string, unknown>>, field: string, depth: number) => {
    const { bucketName, key, ...others } = object;
    const isObjectOfS3 = isName(bucketName) && isName(key);
    if (isObjectOfS3) found.push({ field: "object", name: `${bucketName}/${key}` });
    for (const [name, value] of Object.entries(isObjectOfS3 ? others : object)) {
      // Lists come as `instancesSet.items[].instanceId` and as `names.member[]`.
      const isWrapper = name === "items" || name === "member";
      if (!WITHOUT_NAMES.test(name)) visit(value, isWrapper ? field : name, depth + 1);
    }
  };
  visit(part, "", 0);
  return found;
}

/** Values and levels looked at in one part: a record of 256 KB has no more values. */
const MAX_WALKED = 130_000;
const MAX_DEPTH = 100;

/** Fields that say which thing a call is about. */
const NAMING =
  /(^|[a-z_-])(name|id|arn|identifier|alias|uri|url)(s|set|list)?$|^(key|bucket|resource|table|topic|queue|secret|target|stream|cluster|service|domain)s?$/i;

/** Fields that end like those, and are another one at every call, or say how. */
const NOT_NAMING =
  /token|session|request|upload|version|external|marker|^x-|^client|(attribute|metric|parameter|field|filter|event)(_|-)?names?$/i;

/** Fields below which there is no such name. */
const WITHOUT_NAMES = /filter|tag|attributes?$/i;

function isName(value: unknown): value is string | number {
  return (
    (typeof value === "string" && value !== "" && !HIDDEN.test(value)) || typeof value === "number"
  );
}

/** Whether a field of a request says, by the names on the way to it, which thing a call is about. */
export function isNamingPath(names: readonly string[]): boolean {
  const field = names.at(-1) ?? "";
  return (
    NAMING.test(field) && !NOT_NAMING.test(field) && !names.some((name) => WITHOUT_NAMES.test(name))
  );
}

/** What services write in place of a value. */
const HIDDEN = /^(HIDDEN_DUE_TO_SECURITY_REASONS|\*+)$/;

/** `userName ada`; an ARN, and what stands in a field that says no more, by itself. */
function labelled({ field, name }: FieldName): string {
  return name.startsWith("arn:") || /^(name|id|arn|resource)s?$/i.test(field)
    ? name
    : `${field} ${name}`;
}

/** The names that no ARN has for its own. */
function unnamedBy(arns: readonly string[], names: readonly FieldName[]): readonly FieldName[] {
  if (arns.length * names.length <= FEW_PAIRS) {
    return names.filter(({ name }) => !arns.some((arn) => isNamedBy(arn, name)));
  }
  const named = namesIn(arns);
  return names.filter(({ name }) => !named.has(name));
}

/** Pairs that are compared one by one, which takes less than gathering. */
const FEW_PAIRS = 100;

/** Whether {@linkcode namesIn} finds a name in an ARN. */
function isNamedBy(arn: string, name: string): boolean {
  if (arn === name) return true;
  const code = arn.charCodeAt(arn.length - name.length - 1);
  return (code === SLASH || code === COLON) && arn.length <= MAX_ARN && arn.endsWith(name);
}

/**
 * What ARNs name: each as it is, and its ends behind a slash or a colon. Gathered once, as whoever
 * calls chooses how many ARNs and names there are.
 */
function namesIn(arns: readonly string[]): ReadonlySet<string> {
  const named = new Set(arns);
  for (const arn of arns) {
    if (arn.length > MAX_ARN) continue;
    for (let at = 0; at < arn.length; at++) {
      const code = arn.charCodeAt(at);
      if (code === SLASH || code === COLON) named.add(arn.slice(at + 1));
    }
  }
  return named;
}

const SLASH = 0x2f;
const COLON = 0x3a;

/** Characters of an ARN that AWS's services make, at most. */
const MAX_ARN = 2_048;
