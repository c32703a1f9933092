/** An expression of Terraform's language, HCL. */
export type TerraformNode =
  | { readonly is: "literal"; readonly value: string | number | boolean | null }
  | { readonly is: "template"; readonly parts: readonly TemplatePart[] }
  | { readonly is: "name"; readonly name: string }
  | { readonly is: "attribute"; readonly of: TerraformNode; readonly name: string }
  | { readonly is: "index"; readonly of: TerraformNode; readonly key: TerraformNode }
  /** `list[*].name`: what follows, of each element. */
  | { readonly is: "splat"; readonly of: TerraformNode; readonly each: TerraformNode }
  | {
      readonly is: "call";
      readonly name: string;
      readonly args: readonly TerraformNode[];
      /** Whether the last argument ends in `...`. */
      readonly spreads: boolean;
    }
  | { readonly is: "list"; readonly items: readonly TerraformNode[] }
  | {
      readonly is: "object";
      readonly entries: readonly (readonly [TerraformNode, TerraformNode])[];
    }
  | ForNode
  | { readonly is: "unary"; readonly by: "!" | "-"; readonly operand: TerraformNode }
  | {
      readonly is: "binary";
      readonly by: TerraformOperator;
      readonly left: TerraformNode;
      readonly right: TerraformNode;
    }
  | {
      readonly is: "choice";
      readonly condition: TerraformNode;
      readonly yes: TerraformNode;
      readonly no: TerraformNode;
    }
  /** An element that a for or a splat is at. */
  | { readonly is: "element" };

/** What a `for` walks, and the names it gives. */
export interface ForHead {
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly of: TerraformNode;
}

/** `[for …]` or `{for …}`. */
export interface ForNode extends ForHead {
  readonly is: "for";
  /** The key of a map that is made; absent where a list is. */
  readonly key: TerraformNode | undefined;
  readonly value: TerraformNode;
  /** Whether values of one key are gathered, `...`. */
  readonly groups: boolean;
  readonly condition: TerraformNode | undefined;
}

export type TerraformOperator =
  | "||"
  | "&&"
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "+"
  | "-"
  | "*"
  | "/"
  | "%";

/** A piece of a template: text, a value, or parts that come if, or for each. */
export type TemplatePart =
  | string
  | { readonly is: "value"; readonly value: TerraformNode }
  | {
      readonly is: "if";
      readonly condition: TerraformNode;
      readonly yes: readonly TemplatePart[];
      readonly no: readonly TemplatePart[];
    }
  | (ForHead & { readonly is: "for"; readonly parts: readonly TemplatePart[] });

/** A text that is no expression of the language, or beyond what is understood here. */
export class TerraformSyntaxError extends Error {
  override readonly name = "TerraformSyntaxError";
}
