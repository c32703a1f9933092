import { readFileSync } from "node:fs";
import { relative } from "node:path";
import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from "yaml";
import type { Field, FieldProblem } from "../core/record/field-problem.ts";
import type { RuleProblem } from "../core/rule-file/rule-file.ts";
import { excerpt } from "../core/syntax/excerpt.ts";
import { documentProblems } from "./yaml/document-problem.ts";
import { readPlainYaml } from "./yaml/plain-yaml.ts";

/** A YAML file's content, and where in the file each part of it stands. */
export interface YamlFile {
  readonly path: string;
  readonly value: unknown;
  /** Why the file is no YAML, if it is none. */
  readonly problems: readonly RuleProblem[];
  /** Line of a field, from 1; that of the nearest thing around it where the field is missing. */
  lineOf(field: Field): number;
  /**
   * The line a problem is about, with carets below it, to stand under its message: nothing where the
   * message shows the place itself, or where nothing is there to show.
   */
  excerptOf(problem: FieldProblem): string;
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
  const plain = readPlainYaml(text);
  if (plain === undefined) return parseWholeYaml(text, path);
  // Where things stand is asked of the few files with which something is wrong.
  let parsed: YamlFile | undefined;
  const whole = (): YamlFile => {
    parsed ??= parseWholeYaml(text, path);
    return parsed;
  };
  return {
    path,
    value: plain.value,
    problems: [],
    lineOf: (field) => whole().lineOf(field),
    excerptOf: (problem) => whole().excerptOf(problem),
    sourceOf: (field) => whole().sourceOf(field),
  };
}

/** Reads whatever is YAML, and says what is none. */
function parseWholeYaml(text: string, path: string): YamlFile {
  const lines = new LineCounter();
  const problem = (offset: number, reason: string): RuleProblem => {
    const { line } = lines.linePos(offset);
    const message = `Cannot read YAML: ${reason}\n${excerptAt(offset, 1)}`;
    return { path, field: [], line: Math.max(1, line), message };
  };
  /** The part of a line that begins at an offset of the text. */
  const excerptAt = (offset: number, length: number): string => {
    const { line, col } = lines.linePos(offset);
    const start = offset - Math.max(0, col - 1);
    const end = text.indexOf("\n", start);
    const shown = text.slice(start, end < 0 ? text.length : end).replace(/\r$/, "");
    const column = Math.min(offset - start, shown.length);
    const left = Math.min(length, shown.length - column);
    return excerpt({ line: Math.max(1, line), column, length: left, text: shown });
  };
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
    excerptOf: ({ field, isName, message }) => {
      if (message.includes("\n")) return "";
      let key: Node | undefined;
      const node = walk(document.contents, field, (passed) => {
        key = passed;
      });
      const isValue = isScalar(node) && !isName && node.value !== null;
      const [start, end] = (isValue ? node.range : key?.range) ?? [];
      return start === undefined || end === undefined ? "" : excerptAt(start, end - start);
    },
    sourceOf: (field) => {
      const node = walk(document.contents, field, () => {});
      return isScalar(node) ? node.source : undefined;
    },
  };
}

/** Reads a file, which its messages name as people are told paths: from where they stand. */
export function readYaml(path: string): YamlFile {
  return parseYaml(readFileSync(path), pathAsSaid(path));
}

/** A path as people are told it. */
export function pathAsSaid(path: string): string {
  const shown = relative(process.cwd(), path);
  return shown.startsWith("..") ? path : shown;
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
  return {
    path,
    value: undefined,
    problems,
    lineOf: () => 1,
    excerptOf: () => "",
    sourceOf: () => undefined,
  };
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
