/** Part of an expression's text: UTF-16 units from 0, the end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A node of the syntax tree, named as the JMESPath library names its own, and where it stands. */
export type SyntaxNode = Shape & { readonly span: Span };

type Shape =
  | { readonly type: "Identity" | "Current" | "Root" | "Invalid" }
  | { readonly type: "Field"; readonly name: string; readonly quoted: boolean }
  | { readonly type: "Literal"; readonly value: unknown }
  | { readonly type: "Variable"; readonly name: string }
  | { readonly type: "Index"; readonly value: number }
  | { readonly type: "Slice"; readonly bounds: SliceBounds }
  | { readonly type: PairType; readonly left: SyntaxNode; readonly right: SyntaxNode }
  | {
      readonly type: "FilterProjection";
      readonly left: SyntaxNode;
      readonly condition: SyntaxNode;
      readonly right: SyntaxNode;
    }
  | {
      readonly type: "Flatten" | "NotExpression" | "ExpressionReference";
      readonly child: SyntaxNode;
    }
  | {
      readonly type: "Comparator";
      readonly name: Comparison;
      readonly left: SyntaxNode;
      readonly right: SyntaxNode;
    }
  | {
      readonly type: "Arithmetic";
      readonly operator: string;
      readonly left: SyntaxNode;
      readonly right: SyntaxNode;
    }
  | { readonly type: "Unary"; readonly operator: string; readonly operand: SyntaxNode }
  | {
      readonly type: "Ternary";
      readonly condition: SyntaxNode;
      readonly trueExpr: SyntaxNode;
      readonly falseExpr: SyntaxNode;
    }
  | { readonly type: "MultiSelectList"; readonly children: readonly SyntaxNode[] }
  | { readonly type: "MultiSelectHash"; readonly children: readonly HashEntry[] }
  | {
      readonly type: "Function";
      readonly name: string;
      readonly nameSpan: Span;
      readonly children: readonly SyntaxNode[];
    }
  | {
      readonly type: "LetExpression";
      readonly bindings: readonly Binding[];
      readonly expression: SyntaxNode;
    };

/** Nodes of a left and a right side, and nothing else. */
export type PairType =
  | "Subexpression"
  | "IndexExpression"
  | "Pipe"
  | "Projection"
  | "ValueProjection"
  | "AndExpression"
  | "OrExpression";

/** How two values are compared. */
export type Comparison = "EQ" | "NE" | "LT" | "LTE" | "GT" | "GTE";

/** Start, stop and step of a slice; null where left out. */
export type SliceBounds = readonly [number | null, number | null, number | null];

/** `name: value` of a multi-select hash. */
export interface HashEntry {
  readonly name: string;
  readonly value: SyntaxNode;
}

/** `$variable = reference` of a let. */
export interface Binding {
  readonly variable: string;
  readonly reference: SyntaxNode;
}

/** The nodes directly below a node, in the order of the text. */
export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  switch (node.type) {
    case "FilterProjection":
      return [node.left, node.condition, node.right];
    case "Flatten":
    case "NotExpression":
    case "ExpressionReference":
      return [node.child];
    case "Unary":
      return [node.operand];
    case "Ternary":
      return [node.condition, node.trueExpr, node.falseExpr];
    case "MultiSelectList":
    case "Function":
      return node.children;
    case "MultiSelectHash":
      return node.children.map(({ value }) => value);
    case "LetExpression":
      return [...node.bindings.map(({ reference }) => reference), node.expression];
    default:
      return "left" in node ? [node.left, node.right] : [];
  }
}
