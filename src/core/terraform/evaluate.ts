import { callFunction, type Files } from "./function.ts";
import type { ForNode, TemplatePart, TerraformNode, TerraformOperator } from "./node.ts";
import { isTruth, terraformNumber, terraformOperation } from "./operator.ts";
import {
  entriesOf,
  type Gaps,
  isKnown,
  isList,
  isSameValue,
  TerraformError,
  type TerraformValue,
  templateValueText,
  Unknown,
  UnknownItems,
} from "./value.ts";

/** What names stand for. */
export interface TerraformScope {
  /** The value of a name such as `local`; undefined if there is none. */
  readonly lookUp: (name: string) => TerraformValue | undefined;
  readonly gaps: Gaps;
  readonly files: Files;
}

/**
 * Evaluates an expression. What an apply alone knows is an {@linkcode Unknown}, and so is what rests
 * on it, but for texts and lists, which keep what is known in them.
 *
 * @throws {TerraformError} Where Terraform would refuse, or what it does is not understood here.
 */
export function evaluateTerraform(node: TerraformNode, scope: TerraformScope): TerraformValue {
  const value = (it: TerraformNode): TerraformValue => evaluateTerraform(it, scope);
  switch (node.is) {
    case "literal":
      return node.value;
    case "template":
      return templateText(node.parts, scope);
    case "name": {
      const found = scope.lookUp(node.name);
      if (found === undefined) throw new TerraformError(`there is no ${node.name}`);
      return found;
    }
    case "element":
      return scope.lookUp(ELEMENT) as TerraformValue;
    case "attribute":
      return memberOf(value(node.of), node.name);
    case "index":
      return memberOf(value(node.of), value(node.key));
    case "splat": {
      const of = value(node.of);
      if (of instanceof Unknown) return new Unknown(`${of.name}[*]`);
      const items = isList(of) ? of : of === null ? [] : [of];
      return items.map((it) => evaluateTerraform(node.each, withNames(scope, [[ELEMENT, it]])));
    }
    case "call":
      return call(node, scope);
    case "list":
      return node.items.map(value);
    case "object":
      return new Map(
        node.entries.map(
          ([key, it]) => [templateValueText(value(key), scope.gaps), value(it)] as const,
        ),
      );
    case "for":
      return loop(node, scope);
    case "unary": {
      const operand = value(node.operand);
      if (!isKnown(operand)) return unknownOf(operand, scope);
      if (node.by === "-") return -terraformNumber(operand);
      return !isTruth(operand);
    }
    case "binary":
      return binary(node.by, node.left, node.right, scope);
    case "choice": {
      const condition = value(node.condition);
      if (!isKnown(condition)) return unknownOf(condition, scope);
      return value(isTruth(condition) ? node.yes : node.no);
    }
  }
}

const ELEMENT = "*";

function withNames(
  scope: TerraformScope,
  names: readonly (readonly [string | undefined, TerraformValue])[],
): TerraformScope {
  return {
    ...scope,
    lookUp: (name) => {
      const found = names.find(([it]) => it === name);
      return found === undefined ? scope.lookUp(name) : found[1];
    },
  };
}

/** What is not known in a value, as one. */
function unknownOf(value: TerraformValue, scope: TerraformScope): Unknown {
  if (value instanceof Unknown) return value;
  if (typeof value === "string") return new Unknown(scope.gaps.namesIn(value).join(", "));
  const inner = isList(value) ? value : value instanceof Map ? [...value.values()] : [];
  const found = inner.find((it) => !isKnown(it));
  return found === undefined ? new Unknown("a value") : unknownOf(found, scope);
}

function templateText(parts: readonly TemplatePart[], scope: TerraformScope): string {
  return parts.map((part) => templateValueText(partText(part, scope), scope.gaps)).join("");
}

function partText(part: TemplatePart, scope: TerraformScope): string | Unknown {
  if (typeof part === "string") return part;
  if (part.is === "value")
    return templateValueText(evaluateTerraform(part.value, scope), scope.gaps);
  if (part.is === "if") {
    const condition = evaluateTerraform(part.condition, scope);
    if (!isKnown(condition)) return unknownOf(condition, scope);
    return templateText(isTruth(condition) ? part.yes : part.no, scope);
  }
  const of = evaluateTerraform(part.of, scope);
  if (of instanceof Unknown) return of;
  return entriesOf(of)
    .map(([key, value]) => {
      const names = [[part.keyName, key] as const, [part.valueName, value] as const];
      return templateText(part.parts, withNames(scope, names));
    })
    .join("");
}

/** `of.name`, `of[key]`. */
function memberOf(of: TerraformValue, key: TerraformValue): TerraformValue {
  if (of instanceof Unknown) {
    const instance = typeof key === "string" ? of.source?.instance?.(key) : undefined;
    if (instance !== undefined) return instance;
    const step =
      typeof key === "string" ? `.${key}` : `[${key instanceof Unknown ? key.name : key}]`;
    const set = typeof key === "string" ? of.source?.attributes.get(key) : undefined;
    return set ?? new Unknown(`${of.name}${step}`, of.source);
  }
  if (key instanceof Unknown) return key;
  if (of instanceof Map) {
    const found = of.get(String(key));
    if (found === undefined) throw new TerraformError(`there is no ${String(key)} in it`);
    return found;
  }
  const index = typeof key === "string" ? Number(key) : key;
  const many = isList(of) ? of.find((it) => it instanceof UnknownItems) : undefined;
  if (many instanceof UnknownItems) return new Unknown(`${many.name}[*]`);
  const found = isList(of) && typeof index === "number" ? of[index] : undefined;
  if (found === undefined) throw new TerraformError(`there is no element ${String(key)} in it`);
  return found;
}

function call(node: Extract<TerraformNode, { is: "call" }>, scope: TerraformScope): TerraformValue {
  const { name } = node;
  if (name === "try" || name === "can") {
    for (const arg of node.args) {
      try {
        const value = evaluateTerraform(arg, scope);
        return name === "can" ? true : value;
      } catch (error) {
        if (!(error instanceof TerraformError)) throw error;
      }
    }
    if (name === "can") return false;
    throw new TerraformError("nothing that try() was given has a value");
  }
  const given = node.args.map((arg) => evaluateTerraform(arg, scope));
  const last = given.at(-1);
  const args =
    node.spreads && last !== undefined && isList(last) ? [...given.slice(0, -1), ...last] : given;
  if (node.spreads && last instanceof Unknown) return last;
  if (name === "templatefile") {
    const [path, names] = args;
    if (path === undefined || !isKnown(path) || !(names instanceof Map))
      return new Unknown("templatefile()");
    const template = scope.files.template(path as string);
    return evaluateTerraform(template, withNames(scope, [...names]));
  }
  return callFunction(name, args, scope.gaps, scope.files);
}

function loop(node: ForNode, scope: TerraformScope): TerraformValue {
  const of = evaluateTerraform(node.of, scope);
  if (of instanceof Unknown) return of;
  const list: TerraformValue[] = [];
  const map = new Map<string, TerraformValue>();
  for (const [key, value] of entriesOf(of)) {
    const inner = withNames(scope, [
      [node.keyName, key],
      [node.valueName, value],
    ]);
    if (node.condition !== undefined) {
      const condition = evaluateTerraform(node.condition, inner);
      if (!isKnown(condition)) return unknownOf(condition, scope);
      if (!isTruth(condition)) continue;
    }
    const made = evaluateTerraform(node.value, inner);
    if (node.key === undefined) list.push(made);
    else {
      const name = templateValueText(evaluateTerraform(node.key, inner), scope.gaps);
      const before = map.get(name);
      map.set(name, node.groups ? [...(before === undefined ? [] : (before as [])), made] : made);
    }
  }
  return node.key === undefined ? list : map;
}

function binary(
  by: TerraformOperator,
  left: TerraformNode,
  right: TerraformNode,
  scope: TerraformScope,
): TerraformValue {
  const a = evaluateTerraform(left, scope);
  const b = evaluateTerraform(right, scope);
  // What is not known may still be told from null.
  if ((by === "==" || by === "!=") && (a === null || b === null)) {
    const other = a === null ? b : a;
    if (!(other instanceof Unknown)) return (a === b) === (by === "==");
  }
  if (!isKnown(a)) return unknownOf(a, scope);
  if (!isKnown(b)) return unknownOf(b, scope);
  switch (by) {
    case "==":
      return isSameValue(a, b);
    case "!=":
      return !isSameValue(a, b);
    case "&&":
      return isTruth(a) && isTruth(b);
    case "||":
      return isTruth(a) || isTruth(b);
    default:
      return terraformOperation(by, terraformNumber(a), terraformNumber(b));
  }
}
