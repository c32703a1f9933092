/** Where a part stands in the text, in UTF-16 code units. */
export interface PythonSpan {
  readonly start: number;
  readonly end: number;
}

/** Text, int (a bigint), float (a number), boolean or None. */
export type PythonConstant = string | bigint | number | boolean | null;

export type UnaryOperator = "not" | "-" | "+" | "~";
export type BinaryOperator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "//"
  | "%"
  | "**"
  | "|"
  | "&"
  | "^"
  | "<<"
  | ">>"
  | "@";
export type CompareOperator =
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "in"
  | "not in"
  | "is"
  | "is not";

/** One `for … in … if …` of a comprehension. */
export interface ForClause {
  readonly target: PythonNode;
  readonly iterable: PythonNode;
  readonly conditions: readonly PythonNode[];
}

/** An expression of Python. */
export type PythonNode = PythonSpan &
  (
    | { readonly type: "constant"; readonly value: PythonConstant }
    | { readonly type: "name"; readonly name: string }
    | { readonly type: "attribute"; readonly value: PythonNode; readonly name: string }
    | { readonly type: "subscript"; readonly value: PythonNode; readonly index: PythonNode }
    | { readonly type: "slice"; readonly bounds: readonly (PythonNode | undefined)[] }
    | {
        readonly type: "call";
        readonly callee: PythonNode;
        readonly args: readonly PythonNode[];
        readonly keywords: readonly (readonly [name: string, value: PythonNode])[];
      }
    | { readonly type: "unary"; readonly by: UnaryOperator; readonly operand: PythonNode }
    | {
        readonly type: "binary";
        readonly by: BinaryOperator;
        readonly left: PythonNode;
        readonly right: PythonNode;
      }
    | { readonly type: "bool"; readonly by: "and" | "or"; readonly values: readonly PythonNode[] }
    | {
        readonly type: "compare";
        readonly left: PythonNode;
        readonly rest: readonly (readonly [by: CompareOperator, right: PythonNode])[];
      }
    | {
        readonly type: "choice";
        readonly condition: PythonNode;
        readonly yes: PythonNode;
        readonly no: PythonNode;
      }
    | { readonly type: "lambda"; readonly parameters: readonly string[]; readonly body: PythonNode }
    | { readonly type: "walrus"; readonly name: string; readonly value: PythonNode }
    | { readonly type: "list" | "tuple" | "set"; readonly items: readonly PythonNode[] }
    | {
        readonly type: "dict";
        readonly entries: readonly (readonly [key: PythonNode, value: PythonNode])[];
      }
    | {
        readonly type: "comprehension";
        readonly kind: "list" | "set" | "dict" | "generator";
        /** Its element; of a dict, the pair of key and value. */
        readonly element: PythonNode;
        readonly clauses: readonly ForClause[];
      }
    | {
        readonly type: "formatted";
        readonly parts: readonly (string | FormattedPart)[];
      }
  );

/** `{value!conversion:spec}` of an f-string. */
export interface FormattedPart {
  readonly value: PythonNode;
  readonly conversion: "" | "r" | "s" | "a";
  /** What stands after the colon; absent if nothing does. */
  readonly spec: string | undefined;
}

/** The text that an expression is; undefined of any other. */
export function constantText(node: PythonNode | undefined): string | undefined {
  return node?.type === "constant" && typeof node.value === "string" ? node.value : undefined;
}

/** The expressions right below one. */
export function nodesIn(node: PythonNode): readonly PythonNode[] {
  switch (node.type) {
    case "constant":
    case "name":
      return [];
    case "attribute":
    case "walrus":
      return [node.value];
    case "subscript":
      return [node.value, node.index];
    case "slice":
      return node.bounds.filter((it) => it !== undefined);
    case "call":
      return [node.callee, ...node.args, ...node.keywords.map(([, value]) => value)];
    case "unary":
      return [node.operand];
    case "binary":
      return [node.left, node.right];
    case "bool":
      return node.values;
    case "compare":
      return [node.left, ...node.rest.map(([, right]) => right)];
    case "choice":
      return [node.condition, node.yes, node.no];
    case "lambda":
      return [node.body];
    case "list":
    case "tuple":
    case "set":
      return node.items;
    case "dict":
      return node.entries.flat();
    case "comprehension":
      return [
        node.element,
        ...node.clauses.flatMap((it) => [it.target, it.iterable, ...it.conditions]),
      ];
    case "formatted":
      return node.parts.flatMap((part) => (typeof part === "string" ? [] : [part.value]));
  }
}
