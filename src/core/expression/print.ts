import type { Tree } from "./tree.ts";

/** Writes a tree as the expression it stands for, for messages; parentheses where they help. */
export function print(tree: Tree): string {
  switch (tree.kind) {
    case "path":
      return tree.segments.length === 0 ? "@" : tree.segments.map(printSegment).join("");
    case "literal":
      return typeof tree.value === "string"
        ? `'${tree.value.replaceAll("'", "\\'")}'`
        : `\`${JSON.stringify(tree.value)}\``;
    case "current":
      return "@";
    case "field":
      return printSegment(tree.name, 0);
    case "index":
      return `[${tree.index}]`;
    case "slice":
      return `[${tree.bounds.map((bound) => bound ?? "").join(":")}]`;
    case "then":
      return tree.right.kind === "index" || tree.right.kind === "slice"
        ? `${print(tree.left)}${print(tree.right)}`
        : `${print(tree.left)} | ${print(tree.right)}`;
    case "project":
      return printProjected(tree);
    case "filter":
      return `${print(tree.left)}[?${print(tree.condition)}]${printRest(tree.right)}`;
    case "flatten":
      return `${print(tree.child)}[]`;
    case "list":
      return `[${tree.children.map(print).join(", ")}]`;
    case "hash":
      return `{${tree.entries.map(([name, child]) => `${printSegment(name, 0)}: ${print(child)}`).join(", ")}}`;
    case "and":
    case "or":
      return `${operand(tree.left)} ${tree.kind === "and" ? "&&" : "||"} ${operand(tree.right)}`;
    case "not":
      return `!${operand(tree.child)}`;
    case "compare":
      return `${operand(tree.left)} ${COMPARISON_SIGNS[tree.by]} ${operand(tree.right)}`;
    case "arithmetic":
      return `${operand(tree.left)} ${ARITHMETIC_SIGNS[tree.by] ?? "*"} ${operand(tree.right)}`;
    case "sign":
      return `${ARITHMETIC_SIGNS[tree.by]}${operand(tree.child)}`;
    case "ternary":
      return `${operand(tree.condition)} ? ${operand(tree.yes)} : ${operand(tree.no)}`;
    case "let":
      return `let $${shortName(tree.name)} = ${print(tree.value)} in ${print(tree.body)}`;
    case "variable":
      return `$${shortName(tree.name)}`;
    case "call":
      return `${tree.name}(${tree.args.map(print).join(", ")})`;
    case "reference":
      return `&${operand(tree.child)}`;
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

function operand(tree: Tree): string {
  const compound = ["and", "or", "compare", "arithmetic", "ternary", "let", "then"];
  return compound.includes(tree.kind) ? `(${print(tree)})` : print(tree);
}

function printProjected(tree: Extract<Tree, { kind: "project" }>): string {
  const left = print(tree.left);
  const walked = { list: tree.left.kind === "flatten" ? "" : "[*]", slice: "", values: ".*" };
  return `${left}${walked[tree.of]}${printRest(tree.right)}`;
}

function printRest(right: Tree): string {
  if (right.kind === "current") return "";
  const text = print(right);
  return text.startsWith("[") ? text : `.${text}`;
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
