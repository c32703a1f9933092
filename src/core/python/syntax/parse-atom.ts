import { PythonSyntaxError, PythonUnsupported } from "./error.ts";
import type { ForClause, PythonNode } from "./node.ts";
import type { ParserPart } from "./parse.ts";

/** Parses a name, a number, or what stands in brackets. */
export function parseAtom(parser: ParserPart): PythonNode {
  const { tokens } = parser;
  const token = tokens.ahead;
  const { start, end } = token;
  if (token.kind === "number") {
    tokens.take();
    return { type: "constant", value: token.value, start, end };
  }
  if (token.kind === "name") {
    const constant = CONSTANTS.get(token.text);
    if (constant === undefined && KEYWORDS.has(token.text))
      throw tokens.unexpected("a value must come");
    tokens.take();
    if (constant !== undefined) return { type: "constant", value: constant, start, end };
    return { type: "name", name: token.text, start, end };
  }
  if (tokens.is("...")) throw new PythonUnsupported("an ellipsis", start);
  if (tokens.is("(")) return parenthesized(parser, start);
  if (tokens.is("[")) return bracketed(parser, start);
  if (tokens.is("{")) return braced(parser, start);
  throw tokens.unexpected("a value must come");
}

const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ["True", true],
  ["False", false],
  ["None", null],
]);

const KEYWORDS: ReadonlySet<string> = new Set(
  (
    "and as assert async await break class continue def del elif else except finally for " +
    "from global if import in is lambda nonlocal not or pass raise return try while with yield"
  ).split(" "),
);

function parenthesized(parser: ParserPart, start: number): PythonNode {
  const { tokens } = parser;
  tokens.take();
  if (tokens.accept(")")) return { type: "tuple", items: [], start, end: tokens.end };
  const first = item(parser);
  if (tokens.is("for") || tokens.is("async"))
    return comprehension(parser, "generator", first, start, ")");
  if (tokens.accept(")")) return { ...first, start, end: tokens.end };
  return { type: "tuple", items: itemsAfter(parser, first, ")"), start, end: tokens.end };
}

function bracketed(parser: ParserPart, start: number): PythonNode {
  const { tokens } = parser;
  tokens.take();
  if (tokens.accept("]")) return { type: "list", items: [], start, end: tokens.end };
  const first = item(parser);
  if (tokens.is("for") || tokens.is("async"))
    return comprehension(parser, "list", first, start, "]");
  return { type: "list", items: itemsAfter(parser, first, "]"), start, end: tokens.end };
}

function braced(parser: ParserPart, start: number): PythonNode {
  const { tokens } = parser;
  tokens.take();
  if (tokens.accept("}")) return { type: "dict", entries: [], start, end: tokens.end };
  const first = item(parser);
  if (tokens.is(":")) return dict(parser, first, start);
  if (tokens.is("for") || tokens.is("async"))
    return comprehension(parser, "set", first, start, "}");
  return { type: "set", items: itemsAfter(parser, first, "}"), start, end: tokens.end };
}

function dict(parser: ParserPart, firstKey: PythonNode, start: number): PythonNode {
  const { tokens } = parser;
  const entries: [PythonNode, PythonNode][] = [];
  for (let key = firstKey; ; key = parser.expression()) {
    tokens.expect(":");
    const value = parser.expression();
    if (entries.length === 0 && (tokens.is("for") || tokens.is("async"))) {
      const pair: PythonNode = {
        type: "tuple",
        items: [key, value],
        start: key.start,
        end: value.end,
      };
      return comprehension(parser, "dict", pair, start, "}");
    }
    entries.push([key, value]);
    if (!tokens.accept(",") || tokens.is("}")) break;
    refuseStars(parser);
  }
  tokens.expect("}");
  return { type: "dict", entries, start, end: tokens.end };
}

function item(parser: ParserPart): PythonNode {
  refuseStars(parser);
  return parser.named();
}

function refuseStars({ tokens }: ParserPart): void {
  if (tokens.is("*") || tokens.is("**")) {
    throw new PythonUnsupported("a list that is spread by *", tokens.ahead.start);
  }
  if (tokens.is("yield"))
    throw new PythonSyntaxError("yield belongs into a function", tokens.ahead.start);
}

/** The items after the first, up to the closing bracket. */
function itemsAfter(parser: ParserPart, first: PythonNode, close: string): PythonNode[] {
  const items = [first];
  while (parser.tokens.accept(",") && !parser.tokens.is(close)) items.push(item(parser));
  parser.tokens.expect(close);
  return items;
}

function comprehension(
  parser: ParserPart,
  kind: "list" | "set" | "dict" | "generator",
  element: PythonNode,
  start: number,
  close: string,
): PythonNode {
  const clauses = forClauses(parser);
  parser.tokens.expect(close);
  return { type: "comprehension", kind, element, clauses, start, end: parser.tokens.end };
}

function forClauses(parser: ParserPart): ForClause[] {
  const { tokens } = parser;
  const clauses: ForClause[] = [];
  while (tokens.is("for") || tokens.is("async")) {
    if (tokens.is("async"))
      throw new PythonSyntaxError("async belongs into a function", tokens.ahead.start);
    tokens.take();
    const target = targets(parser);
    tokens.expect("in");
    const iterable = withoutChoice(parser);
    const conditions: PythonNode[] = [];
    while (tokens.accept("if")) conditions.push(withoutChoice(parser));
    clauses.push({ target, iterable, conditions });
  }
  return clauses;
}

/** `for a, b in`: names, or tuples of them. */
function targets(parser: ParserPart): PythonNode {
  const { tokens } = parser;
  const first = parser.binary(0);
  if (!tokens.is(",")) return first;
  const items = [first];
  while (tokens.accept(",") && !tokens.is("in")) items.push(parser.binary(0));
  return { type: "tuple", items, start: first.start, end: tokens.end };
}

function withoutChoice(parser: ParserPart): PythonNode {
  return parser.disjunction();
}

/** Parses what follows a value: `.name`, `(arguments)`, `[index]`. */
export function parseTrailers(parser: ParserPart, base: PythonNode): PythonNode {
  const { tokens } = parser;
  let value = base;
  for (;;) {
    const { start } = value;
    if (tokens.accept(".")) {
      const token = tokens.take();
      if (token.kind !== "name")
        throw new PythonSyntaxError("a name must come after the dot", token.start);
      value = { type: "attribute", value, name: token.text, start, end: tokens.end };
    } else if (tokens.accept("(")) {
      value = call(parser, value);
    } else if (tokens.accept("[")) {
      value = { type: "subscript", value, index: subscript(parser), start, end: 0 };
      tokens.expect("]");
      value = { ...value, end: tokens.end };
    } else return value;
  }
}

function call(parser: ParserPart, callee: PythonNode): PythonNode {
  const { tokens } = parser;
  const args: PythonNode[] = [];
  const keywords: [string, PythonNode][] = [];
  const { start } = callee;
  while (!tokens.is(")")) {
    const value = item(parser);
    if (tokens.is("for") || tokens.is("async")) {
      const clauses = forClauses(parser);
      args.push({
        type: "comprehension",
        kind: "generator",
        element: value,
        clauses,
        start: value.start,
        end: tokens.end,
      });
      if (args.length > 1) throw tokens.unexpected("brackets must stand around a generator");
    } else if (value.type === "name" && tokens.accept("=")) {
      keywords.push([value.name, parser.expression()]);
    } else if (keywords.length > 0) {
      throw new PythonSyntaxError(
        "a value without a name must come before those with one",
        value.start,
      );
    } else args.push(value);
    if (!tokens.accept(",")) break;
  }
  tokens.expect(")");
  return { type: "call", callee, args, keywords, start, end: tokens.end };
}

function subscript(parser: ParserPart): PythonNode {
  const { tokens } = parser;
  const first = slice(parser);
  if (!tokens.is(",")) return first;
  const items = [first];
  while (tokens.accept(",") && !tokens.is("]")) items.push(slice(parser));
  return { type: "tuple", items, start: first.start, end: tokens.end };
}

function slice(parser: ParserPart): PythonNode {
  const { tokens } = parser;
  const { start } = tokens.ahead;
  const bounds: (PythonNode | undefined)[] = [];
  const isOpen = () => tokens.is(":") || tokens.is("]") || tokens.is(",");
  const first = isOpen() ? undefined : item(parser);
  if (first !== undefined && !tokens.is(":")) return first;
  bounds.push(first);
  while (bounds.length < 3 && tokens.accept(":"))
    bounds.push(isOpen() ? undefined : parser.expression());
  if (bounds.length === 1) throw tokens.unexpected("a value must come");
  return { type: "slice", bounds, start, end: tokens.end };
}
