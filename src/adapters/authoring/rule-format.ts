import { isDeepStrictEqual } from "node:util";
import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  Scalar,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { formatExpression } from "../../core/syntax/format.ts";
import { type Placed, placed } from "../yaml/placed.ts";
import { parseYaml } from "../yaml-file.ts";
import { commentsIn, quote, STEP, style, tightLists, WIDTH, wrapped } from "./yaml-layout.ts";

/** A rule file, or a list's, in its one form, or why it has none. */
export type Formatted = { readonly text: string } | { readonly problems: readonly Placed[] };

/**
 * Writes a rule file, or a list's, in its one form: keys in the order of the specification,
 * expressions and long texts broken into lines, what fits on a line on one, an entry's values on
 * lines of their own, no blank lines. What it says stays, and every comment; of an expression the
 * blanks between words may change.
 *
 * @param path For messages alone.
 */
export function formatRuleFile(content: Uint8Array | string, path: string): Formatted {
  const file = parseYaml(content, path);
  if (file.problems.length > 0) {
    return { problems: file.problems.map((problem) => placed(problem, file)) };
  }
  const refused = (message: string, ...field: string[]): Formatted => ({
    problems: [placed({ path, field, message: `Cannot format the file as ${message}` }, file)],
  });
  const before = typeof content === "string" ? content : new TextDecoder().decode(content);
  if (!isMap(documentOf(before).contents))
    return refused("it must be a mapping of a rule's keys or a list's");
  const { match } = Object(file.value);
  if (typeof match === "string" && formatExpression(match, WIDTH) === undefined) {
    return refused("its expression must be one: check says what is wrong with it", "match");
  }
  let text = before;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = formatOnce(text);
    if (next === text) break;
    text = next;
  }
  if (!isSame(before, text) || formatOnce(text) !== text) {
    return refused("it must say the same afterwards: write it in a simpler way");
  }
  return { text };
}

/** Comments may wander to where they stay in the first rounds. */
const MOST_ROUNDS = 5;

/** Keys of rules, ignore rules and lists in the order they are written. */
const ORDER: readonly string[] =
  "id title description kind entries reason owner expires severity severityBy attempts rules match threshold firstSeen followedBy thread tags references runbook tests".split(
    " ",
  );

/** Keys of texts that are broken into lines where they are long. */
const PROSE: readonly string[] = ["title", "description", "reason", "runbook"];

function documentOf(text: string): Document {
  return parseDocument(text, { prettyErrors: false });
}

function formatOnce(text: string): string {
  const document = documentOf(text);
  const root = document.contents;
  if (!isMap(root)) return text;
  // What stands at the file's top stays there, whatever becomes the first key.
  const [top] = root.items.map(({ key }) => key);
  const head = [document.commentBefore, isNode(top) ? top.commentBefore : undefined];
  document.commentBefore = null;
  if (isNode(top)) top.commentBefore = null;
  if (document.directives !== undefined) document.directives.docStart = null;
  root.flow = false;
  root.items.sort((a, b) => placeOf(a, ORDER) - placeOf(b, ORDER));
  visit(document, {
    Node: (key, node) => {
      if ("spaceBefore" in node) node.spaceBefore = false;
      if (!isScalar(node) || typeof node.value !== "string") return;
      delete node.type;
      if (key !== "key") quote(node);
    },
  });
  const folded = root.items.filter((pair) => writeField(pair)).map(({ key }) => String(key));
  const [first] = root.items.map(({ key }) => key);
  if (isNode(first)) {
    const said = [...head, first.commentBefore].filter((it) => it !== null && it !== undefined);
    first.commentBefore = said.length === 0 ? null : said.join("\n");
  }
  const written = `\n${document.toString(ONE_LINE)}`;
  // The same lines, folded: a line's end is a blank.
  const blocks = folded.reduce(
    (lines, key) => lines.replace(`\n${key}: |-`, `\n${key}: >-`),
    written,
  );
  return tightLists(blocks.slice(1));
}

/**
 * Nothing is broken into lines but here: in quotes, blanks at a line's end or beginning would be lost.
 */
const ONE_LINE = { lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER };

function placeOf({ key }: Pair, order: readonly string[]): number {
  const at = order.indexOf(String(isScalar(key) ? key.value : key));
  return at < 0 ? order.length : at;
}

/** Chooses how a rule's field is written; says whether it is a block whose lines are to be folded. */
function writeField({ key, value }: Pair): boolean {
  const name = String(isScalar(key) ? key.value : key);
  if (isScalar(value) && typeof value.value === "string") {
    const lines =
      name === "match"
        ? formatExpression(value.value, WIDTH - STEP)
        : PROSE.includes(name)
          ? wrapped(value.value, name.length)
          : undefined;
    if (lines === undefined) return false;
    value.value = lines.join("\n");
    value.type = Scalar.BLOCK_LITERAL;
    return !lines.some((line) => line.includes("\n"));
  }
  if (name === "tests" && isSeq(value)) {
    value.flow = false;
    for (const test of value.items) writeTest(test);
    return false;
  }
  if (name === "entries" && isSeq(value) && value.items.length > 0) {
    value.flow = false;
    for (const entry of value.items) writeEntry(entry);
    return false;
  }
  if (name === "references" && isSeq(value)) {
    value.flow = false;
    for (const item of value.items) if (isScalar(item)) delete item.type;
  } else style(value, name.length + 2, STEP);
  return false;
}

const ENTRY_ORDER: readonly string[] = ["value", "owner", "reason", "expires"];

/** An entry's values on lines of their own: who answers for it and why are read downwards. */
function writeEntry(entry: unknown): void {
  if (!isMap(entry)) return;
  entry.flow = false;
  sortItems(entry, ENTRY_ORDER);
}

const TEST_ORDER: readonly string[] = ["name", "expect", "learning", "event", "events"];

function writeTest(test: unknown): void {
  if (!isMap(test)) return;
  test.flow = false;
  sortItems(test, TEST_ORDER);
  for (const { key, value } of test.items) {
    if (String(key) === "events" && isSeq(value)) writeSteps(value);
    else style(value, 2 * STEP + String(key).length + 2, 3 * STEP);
  }
}

/** Brings keys into their order; a comment at the first one is about the whole, and stays first. */
function sortItems(part: YAMLMap, order: readonly string[]): void {
  const before = part.items.map(({ key }) => (isNode(key) ? key.commentBefore : null))[0];
  const [top] = part.items.map(({ key }) => key);
  if (isNode(top)) top.commentBefore = null;
  part.items.sort((a, b) => placeOf(a, order) - placeOf(b, order));
  const [first] = part.items.map(({ key }) => key);
  if (isNode(first) && before) {
    first.commentBefore = [before, first.commentBefore].filter((it) => it).join("\n");
  }
}

const STEP_ORDER: readonly string[] = ["at", "times", "every", "event"];

/** Each step of a timeline on lines of its own: they are read downwards, as time goes. */
function writeSteps(steps: YAMLSeq): void {
  steps.flow = false;
  for (const step of steps.items) {
    if (isMap(step)) step.items.sort((a, b) => placeOf(a, STEP_ORDER) - placeOf(b, STEP_ORDER));
    style(step, 4 * STEP, 4 * STEP);
  }
}

/** Whether two files say the same, comments included, blanks of their expressions aside. */
function isSame(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => {
    const { match, ...rest } = documentOf(text).toJS() as Record<string, unknown>;
    const lines = typeof match === "string" ? formatExpression(match, WIDTH) : match;
    return [lines, rest, commentsIn(text)];
  });
  return isDeepStrictEqual(left, right);
}
