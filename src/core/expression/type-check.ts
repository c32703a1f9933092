import { meantFunction } from "../function/foreign-function.ts";
import { FUNCTIONS, isOf, parametersOf, refusalOf } from "../function/function.ts";
import type { FunctionSpec } from "../function/function-spec.ts";
import { typeName } from "../function/value.ts";
import { nearest } from "../record/nearest.ts";
import { childrenOf, type Span, type SyntaxNode } from "../syntax/node.ts";
import type { ExpressionProblem } from "../syntax/problem.ts";
import { ISSUER, LISTS, listNamed, OWN_NAMES, OWN_VARIABLES, WHOLE_LIST } from "./own-variable.ts";

/**
 * Finds what can never work, whatever the event: functions that do not exist or cannot take what
 * they are given, variables without a value, operators on what they do not know.
 */
export function checkTypes(root: SyntaxNode): readonly ExpressionProblem[] {
  const checker = new TypeCheck();
  const types = checker.typesOf(
    root,
    new Map([
      ...OWN_VARIABLES.map(({ name, type }) => [name, [type]] as const),
      [ISSUER, ["string"]],
    ]),
  );
  if (types !== undefined && !types.includes("boolean") && !types.includes("null")) {
    const is = types.map((type) => WORDS[type] ?? type).join(" or ");
    const rule = `its result is ${is}, and only true matches: compare it`;
    checker.say(`Cannot use expression as ${rule}`, root.span);
  }
  return checker.problems;
}

const WORDS: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  array: "a list",
  object: "an object",
};

/** Types a value may have; undefined where that depends on the event. Null may always be there. */
type Types = readonly string[] | undefined;

type Variables = ReadonlyMap<string, Types>;

class TypeCheck {
  readonly problems: ExpressionProblem[] = [];

  say(message: string, { start, end }: Span): void {
    this.problems.push({ message, start, end });
  }

  /** Checks a node and all below it, and says what its value may be. */
  typesOf(node: SyntaxNode, variables: Variables): Types {
    switch (node.type) {
      case "LetExpression": {
        const inner = new Map(variables);
        for (const { variable, reference } of node.bindings) {
          inner.set(variable, this.typesOf(reference, variables));
        }
        return this.typesOf(node.expression, inner);
      }
      case "Variable":
        if (!variables.has(node.name)) {
          const names = new Set([...OWN_NAMES, ...[...variables.keys()].map((name) => `$${name}`)]);
          this.say(
            node.name === LISTS
              ? `Cannot use $${LISTS} as ${WHOLE_LIST}`
              : `Cannot use variable "$${node.name}" as it must be one of ${[...names].join(", ")}: nothing defines it`,
            node.span,
          );
        }
        return variables.get(node.name);
      case "Function":
        return this.#call(node, variables);
      case "ExpressionReference":
        this.typesOf(node.child, variables);
        this.say("Cannot use & here as it must stand before a function's argument", node.span);
        return undefined;
      case "Subexpression":
        if (!variables.has(LISTS) && listNamed(node) !== undefined) return ["array"];
        break;
    }
    const types = childrenOf(node).map((child) => this.typesOf(child, variables));
    switch (node.type) {
      case "Literal":
        return [typeName(node.value)];
      case "Comparator":
      case "NotExpression":
        return ["boolean"];
      case "Arithmetic":
      case "Unary":
        this.#numbers(node, types);
        return ["number"];
      case "MultiSelectList":
      case "ValueProjection":
      case "Flatten":
        return ["array"];
      case "MultiSelectHash":
        return ["object"];
      case "Slice":
        if (node.bounds[2] === 0) {
          this.say("Cannot use a slice as its step must not be 0", node.span);
        }
        return undefined;
      case "AndExpression":
      case "OrExpression":
        return union(types);
      case "Ternary":
        return union(types.slice(1));
      case "Pipe":
        if (types[0]?.join() === "boolean" && !readsCurrent(node.right)) {
          const between = { start: node.left.span.end, end: node.right.span.start };
          this.say("Cannot use | between conditions as alternatives are joined by ||", between);
        }
        return types[1];
      case "Subexpression":
      case "IndexExpression":
        if (!variables.has(LISTS) && listNamed(node.left) !== undefined) {
          this.say(`Cannot use a part of a list as ${WHOLE_LIST}`, node.span);
        }
        if (node.left.type === "NotExpression") {
          const rule = "! binds tighter than .: write !(a.b) instead of !a.b";
          this.say(`Cannot use a path after ! as ${rule}`, node.span);
        }
        return undefined;
      case "FilterProjection":
        return ["array"];
      case "Projection":
        // Of a text that is sliced, it is text.
        return node.left.type === "IndexExpression" ? undefined : ["array"];
      default:
        return undefined;
    }
  }

  #call(node: Extract<SyntaxNode, { type: "Function" }>, variables: Variables): Types {
    const { name, children } = node;
    const types = children.map((child) =>
      this.typesOf(child.type === "ExpressionReference" ? child.child : child, variables),
    );
    const spec = FUNCTIONS.get(name);
    if (spec === undefined) {
      const guess = meantFunction(name) ?? nearest(name, FUNCTIONS.keys());
      const all = [...FUNCTIONS.keys()].sort().join(", ");
      const help =
        guess === undefined
          ? `; there are ${all}`
          : guess === ""
            ? ": there are no regular expressions (use starts_with, ends_with, contains and like)"
            : `; did you mean ${guess}()?`;
      this.say(`Cannot call ${name}() as there is no function ${name}()${help}`, node.nameSpan);
      return undefined;
    }
    const refusal = refusalOf(name, children.length);
    if (refusal === undefined) this.#arguments(node, spec, types);
    else this.say(refusal, node.nameSpan);
    return spec.returns === "any" ? undefined : spec.returns.split("|");
  }

  #arguments(
    { name, children, span }: Extract<SyntaxNode, { type: "Function" }>,
    spec: FunctionSpec,
    types: readonly Types[],
  ): void {
    const count = this.problems.length;
    for (const [index, accepted] of parametersOf(spec, children.length).entries()) {
      const child = children[index] as SyntaxNode;
      if (accepted.some((type) => couldBe(child, types[index], type))) continue;
      const is = child.type === "ExpressionReference" ? "&…" : (types[index] ?? []).join(" or ");
      this.say(
        accepted[0] === "expression"
          ? `Cannot call ${name}() as its argument ${index + 1} must be an expression: write & before it`
          : `Cannot call ${name}() as its argument ${index + 1} must be ${accepted.join(" or ")}: it is ${is}`,
        child.span,
      );
    }
    if (this.problems.length > count) return;
    const [subject, other] = children;
    if (QUESTIONS.has(name) && subject?.type === "Literal" && subject.value !== null) {
      const swap = other !== undefined && constantOf(other) === undefined;
      const hint = swap ? "its two arguments the other way round" : "a field";
      this.say(
        `Cannot call ${name}() as its argument 1 must depend on the event: write ${hint}`,
        subject.span,
      );
      return;
    }
    const rule = spec.check?.(children.map(constantOf));
    if (rule !== undefined) this.say(`Cannot call ${name}() as ${rule}`, span);
  }

  #numbers(node: SyntaxNode, types: readonly Types[]): void {
    for (const [index, child] of childrenOf(node).entries()) {
      const known = types[index];
      if (known === undefined || known.includes("number")) continue;
      const is = known.join(" or ");
      this.say(`Cannot calculate as both sides must be numbers: this is ${is}`, child.span);
    }
  }
}

/** Functions that ask something of their first argument, which is the same for every event if a constant. */
const QUESTIONS: ReadonlySet<string> = new Set([
  "exists",
  "starts_with",
  "ends_with",
  "like",
  "in_cidr",
]);

function readsCurrent(node: SyntaxNode): boolean {
  return node.type === "Current" || childrenOf(node).some(readsCurrent);
}

/** Whether an argument may have the type in some event. */
function couldBe(node: SyntaxNode, types: Types, type: string): boolean {
  const isReference = node.type === "ExpressionReference";
  if (type === "expression" || isReference) return isReference && type === "expression";
  if (node.type === "Literal") return isOf(node.value, type);
  const [outer = "", inner] = type.split(" of ");
  if (outer === "any" || types === undefined) return true;
  if (!types.includes(outer)) return false;
  if (inner === undefined || node.type !== "MultiSelectList") return true;
  return node.children.every((child) => child.type !== "Literal" || isOf(child.value, inner));
}

/** A value that is the same for every event; undefined for any other. */
function constantOf(node: SyntaxNode): unknown {
  if (node.type === "Literal") return node.value;
  if (node.type !== "MultiSelectList") return undefined;
  const items = node.children.map(constantOf);
  return items.includes(undefined) ? undefined : items;
}

function union(types: readonly Types[]): Types {
  if (types.includes(undefined)) return undefined;
  return [...new Set(types.flatMap((type) => type ?? []))];
}
