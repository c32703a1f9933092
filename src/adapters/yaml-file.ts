import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from "yaml";
import type { Field } from "../core/record/field-problem.ts";
import type { RuleProblem } from "../core/rule/check.ts";

/** A YAML file's content, and where in the file each part of it stands. */
export interface YamlFile {
  readonly path: string;
  readonly value: unknown;
  /** Why the file is no YAML, if it is none. */
  readonly problems: readonly RuleProblem[];
  /** Line of a field, from 1; that of the nearest thing around it where the field is missing. */
  lineOf(field: Field): number;
  /** A field's value as it is written, if it is one word or number: `012345678901`. */
  sourceOf(field: Field): string | undefined;
}

/**
 * Parses a file of one YAML document. What YAML takes otherwise than it was meant (a tag, an
 * anchor, a comment in an expression) is a problem of the file too.
 *
 * @param content The file's bytes, or its text.
 * @param path For messages alone.
 */
export function parseYaml(content: Uint8Array | string, path: string): YamlFile {
  const lines = new LineCounter();
  const problem = (offset: number, reason: string): RuleProblem => {
    const { line } = lines.linePos(offset);
    return { path, field: [], line: Math.max(1, line), message: `Cannot read YAML: ${reason}` };
  };
  const text = typeof content === "string" ? content : textOf(content);
  if (text === undefined)
    return unreadable(path, "the file must be text in UTF-8: save it as such");
  if (text.length > MAX_CHARACTERS) {
    return unreadable(
      path,
      `the file must have at most ${MAX_CHARACTERS} characters: it has ${text.length}`,
    );
  }
  if (isTooDeep(text)) return unreadable(path, "it is nested too deep");
  const document: Document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: true,
    prettyErrors: false,
  });
  const problems = [
    ...documentProblems(document, text).map(([offset, reason]) => problem(offset, reason)),
  ];
  let value: unknown;
  if (problems.length === 0) {
    try {
      value = document.toJS({ maxAliasCount: MAX_ALIASES });
    } catch (error) {
      if (!(error instanceof ReferenceError || error instanceof RangeError)) throw error;
      problems.push(problem(firstAlias(document), `${error.message}: write out what is repeated`));
    }
  }
  return {
    path,
    value,
    problems,
    lineOf: (field) => {
      let offset = 0;
      walk(document.contents, field, (node) => {
        offset = node.range?.[0] ?? offset;
      });
      return lines.linePos(offset).line;
    },
    sourceOf: (field) => {
      const node = walk(document.contents, field, () => {});
      return isScalar(node) ? node.source : undefined;
    },
  };
}

/** A rule with many tests has some thousands. */
const MAX_CHARACTERS = 4_000_000;

/** Times that what an anchor names may be repeated. */
const MAX_ALIASES = 100;

function textOf(content: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    return undefined;
  }
}

/** The parser calls itself for each level, and ends the process where there are too many. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const [character] of text.matchAll(/[[\]{}]/g)) {
    depth = Math.max(0, depth + (character === "[" || character === "{" ? 1 : -1));
    if (depth > MAX_DEPTH) return true;
  }
  return text.split("\n").some((line) => {
    const [start = ""] = /^[-? ]*/.exec(line) ?? [];
    return start.length > 10 * MAX_DEPTH || start.split(/[-?]/).length > MAX_DEPTH;
  });
}

/** Levels of lists and mappings in each other. */
const MAX_DEPTH = 200;

function unreadable(path: string, reason: string): YamlFile {
  const message = `Cannot read YAML: ${reason}`;
  const problems = [{ path, field: [], line: 1, message }];
  return { path, value: undefined, problems, lineOf: () => 1, sourceOf: () => undefined };
}

type Place = readonly [offset: number, reason: string];

/** What is wrong, once a line: the parser says more of one slip than people want to read. */
function documentProblems(document: Document, text: string): readonly Place[] {
  const found = [...document.errors, ...document.warnings].map(({ code, message, pos }): Place => {
    const [offset] = pos;
    if (code === "MULTIPLE_DOCS") {
      return [
        offset,
        "a file holds one YAML document: there is a second behind ---, which would be dropped",
      ];
    }
    return [offset, bareExpression(text, offset) ?? message];
  });
  found.push(...misreadScalars(document, text));
  const told = new Set<string>();
  return found
    .sort(([a], [b]) => a - b)
    .filter(([offset, reason]) => {
      const key =
        bareExpression(text, offset) === undefined ? `${offset}${reason}` : lineAt(text, offset);
      return !told.has(key) && told.add(key);
    });
}

/** Anchors and comments take a part of an expression away without a word. */
function misreadScalars(document: Document, text: string): readonly Place[] {
  const found: Place[] = [];
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || !EXPRESSION_KEYS.has(String(key.value)) || !isNode(value)) return;
      const offset = key.range?.[0] ?? 0;
      const cut = isScalar(value) && value.type === "PLAIN" && value.comment !== undefined;
      const quotes = isScalar(value) ? String(value.value).split("'").length - 1 : 0;
      if (isAlias(value) || value.anchor !== undefined || (cut && quotes % 2 === 1)) {
        found.push([
          offset,
          bareExpression(text, offset) ??
            `${cut ? "# begins a comment" : "& and * are anchors"}: ${ADVICE}`,
        ]);
      }
    },
  });
  return found;
}

/** What to say of a line in which an expression begins with what YAML has a use of its own for. */
function bareExpression(text: string, offset: number): string | undefined {
  const line = lineAt(text, offset);
  const [, key, first] = /(?:^|[\s{,])(match|filter)["']?:\s+([!@`"'%&*|{[])/.exec(line) ?? [];
  if (key !== undefined)
    return `${key} begins with ${first}, which YAML takes for its own: ${ADVICE}`;
  const plain = /(?:^|[\s{,])(match|filter)["']?:\s+[^\s!@`"'%&*|{[]/.exec(line);
  return plain === null || !line.includes(": ", plain.index + plain[0].length)
    ? undefined
    : `${plain[1]} has a colon and a blank in it, which YAML takes for a key: ${ADVICE}`;
}

const ADVICE =
  "quote the whole expression, or write >- and the expression on the next line, further in";

const EXPRESSION_KEYS: ReadonlySet<string> = new Set(["match", "filter"]);

function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", Math.max(0, offset - 1)) + 1;
  const end = text.indexOf("\n", offset);
  return text.slice(start, end < 0 ? text.length : end);
}

function firstAlias(document: Document): number {
  let first = 0;
  visit(document, {
    Alias(_, node) {
      first = node.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return first;
}

/** Goes down to a field as far as it is there; visits keys and items on the way. */
function walk(root: unknown, field: Field, visit: (node: Node) => void): unknown {
  let at = root;
  for (const part of field) {
    if (isMap(at)) {
      const pair = at.items.find(
        ({ key }) => String(isScalar(key) ? key.value : key) === `${part}`,
      );
      if (pair === undefined) return undefined;
      if (isNode(pair.key)) visit(pair.key);
      at = pair.value;
    } else if (isSeq(at)) {
      at = at.items[Number(part)];
      if (!isNode(at)) return undefined;
      visit(at);
    } else {
      return undefined;
    }
  }
  return at;
}
