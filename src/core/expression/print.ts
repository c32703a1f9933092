import type { PathTree, Tree } from "./tree.ts";

/**
 * Writes a tree as an expression that gives what it gives, for messages; parentheses where they
 * help.
 */
export function print(tree: Tree): string {
  return printAt(tree, false);
}

/** @param inside Whether `@` is an element of what is walked there, so that the event is `$`. */
function printAt(tree: Tree, inside: boolean): string {
  const plain = (part: Tree): string => printAt(part, inside);
  const operand = (part: Tree): string => printOperand(part, inside);
  switch (tree.kind) {
    case "path":
      return printPath(tree, inside);
    case "literal":
      return printLiteral(tree.value);
    case "current":
      return "@";
    case "field":
      return printSegment(tree.name, 0);
    case "index":
      return `[${tree.index}]`;
    case "slice": {
      const [from, to, by] = tree.bounds.map((bound) => bound ?? "");
      return by === "" ? `[${from}:${to}]` : `[${from}:${to}:${by}]`;
    }
    case "then":
      return printThen(tree, inside);
    case "project": {
      const left = printWalked(tree.left, inside);
      if (tree.of === "values") return `${left === "" ? "" : `${left}.`}*${printRest(tree.right)}`;
      const walked = tree.left.kind === "flatten" || tree.of === "slice" ? "" : "[*]";
      return `${left}${walked}${printRest(tree.right)}`;
    }
    case "filter":
      return `${printWalked(tree.left, inside)}[?${printAt(tree.condition, true)}]${printRest(tree.right)}`;
    case "flatten":
      return `${tree.child.kind === "current" ? "" : plain(tree.child)}[]`;
    case "list":
      return `[${tree.children.map(plain).join(", ")}]`;
    case "hash":
      return `{${tree.entries.map(([name, child]) => `${printSegment(name, 0)}: ${plain(child)}`).join(", ")}}`;
    case "and":
    case "or":
      return `${operand(tree.left)} ${tree.kind === "and" ? "&&" : "||"} ${operand(tree.right)}`;
    case "not":
      return isStepped(tree.child) ? `!(${plain(tree.child)})` : `!${operand(tree.child)}`;
    case "compare":
      return `${compared(tree.left, inside)} ${COMPARISON_SIGNS[tree.by]} ${compared(tree.right, inside)}`;
    case "arithmetic":
      return `${compared(tree.left, inside)} ${ARITHMETIC_SIGNS[tree.by] ?? "*"} ${compared(tree.right, inside)}`;
    case "sign":
      return `${ARITHMETIC_SIGNS[tree.by]}${compared(tree.child, inside)}`;
    case "ternary":
      return `${operand(tree.condition)} ? ${operand(tree.yes)} : ${operand(tree.no)}`;
    case "let":
      return `let $${shortName(tree.name)} = ${plain(tree.value)} in ${plain(tree.body)}`;
    case "variable":
      return `$${shortName(tree.name)}`;
    case "call":
      return `${tree.name}(${tree.args.map(plain).join(", ")})`;
    case "reference":
      return `&${printOperand(tree.child, true)}`;
  }
}

const COMPARISON_SIGNS = { EQ: "==", NE: "!=", LT: "<", LTE: "<=", GT: ">", GTE: ">=" } as const;

const ARITHMETIC_SIGNS: Readonly<Record<string, string>> = {
  Plus: "+",
  Minus: "-",
  Divide: "/",
  Div: "//",
  Modulo: "%",
};

const COMPOUND = new Set(["and", "or", "compare", "arithmetic", "ternary", "let"]);

function printOperand(tree: Tree, inside: boolean): string {
  const text = printAt(tree, inside);
  return COMPOUND.has(tree.kind) || isPiped(tree) ? `(${text})` : text;
}

/** `!a == b` and `- -a` are refused, as they are seldom meant. */
function compared(tree: Tree, inside: boolean): string {
  const isSigned = tree.kind === "not" || tree.kind === "sign";
  return isSigned ? `(${printAt(tree, inside)})` : printOperand(tree, inside);
}

type Then = Extract<Tree, { kind: "then" }>;

/** Whether only a pipe can join the two: it goes on where the left is null, too. */
function isPiped(tree: Tree): boolean {
  return tree.kind === "then" && !isBracket(tree.right) && tree.always;
}

function printThen(tree: Then, inside: boolean): string {
  const { left, right } = tree;
  if (isPiped(tree)) {
    return `${left.kind === "let" ? printOperand(left, inside) : printAt(left, inside)} | ${printAt(right, true)}`;
  }
  const subject = printWalked(left, inside);
  if (isBracket(right)) return `${subject}${printAt(right, true)}`;
  return `${subject === "" ? "@" : subject}.${printAt(right, true)}`;
}

/** What is gone on from: a projection in parentheses, as it would go on itself. */
function printWalked(left: Tree, inside: boolean): string {
  if (left.kind === "current") return "";
  if (left.kind === "flatten") return printAt(left, inside);
  const walks = left.kind === "project" || left.kind === "filter";
  return walks ? `(${printAt(left, inside)})` : compared(left, inside);
}

function printRest(right: Tree): string {
  if (right.kind === "current") return "";
  const text = printAt(right, true);
  return startsWithBracket(right) ? text : `.${text}`;
}

function isBracket({ kind }: Tree): boolean {
  return kind === "index" || kind === "slice";
}

/** Whether the text begins with what goes on without a dot. */
function startsWithBracket(tree: Tree): boolean {
  if (isBracket(tree)) return true;
  switch (tree.kind) {
    case "then":
      return tree.left.kind === "current" ? isBracket(tree.right) : startsWithBracket(tree.left);
    case "project":
      return tree.left.kind === "current" ? tree.of === "list" : startsWithBracket(tree.left);
    case "filter":
      return tree.left.kind === "current" || startsWithBracket(tree.left);
    case "flatten":
      return tree.child.kind === "current" || startsWithBracket(tree.child);
    default:
      return false;
  }
}

/** Whether `!` before it would take the first step alone. */
function isStepped(tree: Tree): boolean {
  if (tree.kind === "path") return tree.segments.length > 1;
  return ["then", "project", "filter", "flatten"].includes(tree.kind);
}

function printLiteral(value: unknown): string {
  if (typeof value === "string") return `'${value.replace(/[\\']/g, "\\$&")}'`;
  return `\`${JSON.stringify(value).replaceAll("`", "\\`")}\``;
}

function printPath({ segments }: PathTree, inside: boolean): string {
  if (segments.length === 0) return inside ? "$" : "@";
  return `${inside ? "$." : ""}${segments.map(printSegment).join("")}`;
}

function printSegment(segment: string | number, index: number): string {
  if (typeof segment === "number") return `[${segment}]`;
  const name = /^[A-Za-z_]\w*$/.test(segment) ? segment : JSON.stringify(segment);
  return index === 0 ? name : `.${name}`;
}

/** Computed variables have a number after their name. */
function shortName(name: string): string {
  return name.replace(/#\d+$/, "");
}
