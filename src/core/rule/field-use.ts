import { print } from "../expression/print.ts";
import type { PathTree, Tree } from "../expression/tree.ts";
import { FUNCTIONS } from "../function/function.ts";
import { fieldPartProblem, fieldValueProblem } from "../record/field-value.ts";
import { fieldAt, flatPath, isUnknownField, type UnknownField } from "../record/record-field.ts";
import { ANY, RECORD_SHAPE } from "../record/record-shape.ts";
import { type Misuse, nameIn } from "./misuse.ts";
import {
  canEqual,
  EQUALITY,
  eitherShape,
  elementShape,
  fitsParameter,
  kindOf,
  literal,
  orderText,
  resultShape,
  shapeText,
  unequalText,
  type ValueShape,
} from "./value-shape.ts";

/**
 * Finds what an expression asks of events that CloudTrail never writes: fields it does not have,
 * text compared with a boolean or a number, an order of texts, a function of what its argument
 * never is.
 */
export function fieldMisuses(tree: Tree): readonly Misuse[] {
  const reading = new Reading();
  const result = reading.shapeOf(tree, RECORD_SHAPE);
  reading.judge(tree, result);
  return reading.misuses;
}

type Compare = Extract<Tree, { kind: "compare" }>;
type Call = Extract<Tree, { kind: "call" }>;

class Reading {
  readonly misuses: Misuse[] = [];
  readonly #variables = new Map<string, ValueShape>();

  /** @param at What `@` is here. */
  shapeOf(tree: Tree, at: ValueShape): ValueShape {
    switch (tree.kind) {
      case "path":
        return this.#field(tree);
      case "literal":
        return tree.value === null ? ANY : tree;
      case "current":
        return at;
      case "field":
        return this.#step(at, tree.name);
      case "index":
        return at.kind === "list" ? at.of : ANY;
      case "then":
        return this.shapeOf(tree.right, this.shapeOf(tree.left, at));
      case "project":
      case "filter":
        return this.#each(tree, at);
      case "list":
        for (const child of tree.children) this.shapeOf(child, at);
        return { kind: "list", of: ANY };
      case "hash":
        for (const [, child] of tree.entries) this.shapeOf(child, at);
        return ANY;
      case "and":
      case "or":
        return eitherShape(this.shapeOf(tree.left, at), this.shapeOf(tree.right, at));
      case "not":
        this.shapeOf(tree.child, at);
        return { kind: "boolean" };
      case "compare":
        return this.#compare(tree, at);
      case "arithmetic":
        this.shapeOf(tree.left, at);
        this.shapeOf(tree.right, at);
        return { kind: "number" };
      case "sign":
        this.shapeOf(tree.child, at);
        return { kind: "number" };
      case "ternary":
        this.shapeOf(tree.condition, at);
        return eitherShape(this.shapeOf(tree.yes, at), this.shapeOf(tree.no, at));
      case "let":
        this.#variables.set(tree.name, this.shapeOf(tree.value, at));
        return this.shapeOf(tree.body, at);
      case "variable":
        if (tree.name === "self") return { kind: "list", of: { kind: "text" } };
        if (tree.name === "deployment") return { kind: "text" };
        return this.#variables.get(tree.name) ?? ANY;
      case "call":
        return this.#call(tree, at);
      case "reference":
        this.shapeOf(tree.child, at);
        return ANY;
      case "flatten":
        this.shapeOf(tree.child, at);
        return ANY;
      default:
        return ANY;
    }
  }

  /** What a whole expression gives is to be true, false or null. */
  judge(tree: Tree, result: ValueShape): void {
    if (["boolean", "any"].includes(kindOf(result))) return;
    this.#say(
      `its result is ${shapeText(result)}, and only true matches: compare it`,
      nameIn(tree) ?? "",
    );
  }

  #say(message: string, name: string): void {
    if (!this.misuses.some((it) => it.message === message)) this.misuses.push({ message, name });
  }

  #field({ segments }: PathTree): ValueShape {
    const path = segments.flatMap((part) => (typeof part === "string" ? flatPath(part) : [part]));
    const found = fieldAt(path);
    if (!isUnknownField(found)) return found;
    const flat = segments.length === 1 && path.length > 1;
    this.#say(unknownFieldText(found, flat), String(flat ? segments[0] : path[found.at]));
    return ANY;
  }

  #step(at: ValueShape, name: string): ValueShape {
    if (at.kind === "any" || at.kind === "literal") return ANY;
    const found = fieldAt(flatPath(name), at);
    if (!isUnknownField(found)) return found;
    // Of an element, `@` is all that is seen; the event is `$`.
    const ofEvent = !isUnknownField(fieldAt(flatPath(name)));
    const event = { ...found, suggestion: `$.${name}` };
    this.#say(unknownFieldText(ofEvent ? event : found, false), name);
    return ANY;
  }

  #each(tree: Extract<Tree, { kind: "project" | "filter" }>, at: ValueShape): ValueShape {
    const left = this.shapeOf(tree.left, at);
    const element = elementShape(left);
    if (tree.kind === "filter") this.shapeOf(tree.condition, element);
    const of = this.shapeOf(tree.right, element);
    // A part of a text is text, of a list a list; what is not known may be either.
    if (tree.kind === "project" && tree.of === "slice" && left.kind !== "list") {
      return kindOf(left) === "text" ? { kind: "text" } : ANY;
    }
    return { kind: "list", of: of.kind === "literal" ? ANY : of };
  }

  #compare(tree: Compare, at: ValueShape): ValueShape {
    const [left, right] = [this.shapeOf(tree.left, at), this.shapeOf(tree.right, at)];
    const name = nameIn(tree.left) ?? nameIn(tree.right) ?? "";
    const sides = [
      [tree.left, left],
      [tree.right, right],
    ] as const;
    if (tree.by !== "EQ" && tree.by !== "NE") {
      const wrong = sides.find(([, shape]) => !["number", "any"].includes(kindOf(shape)));
      if (wrong) this.#say(orderText(tree.by, wrong[0], wrong[1]), name);
    } else {
      const [first, second] = left.kind === "literal" ? [...sides].reverse() : sides;
      if (first === undefined || second === undefined) return { kind: "boolean" };
      if (!canEqual(first[1], second[1])) {
        this.#say(unequalText(first, second, `this is ${EQUALITY[tree.by]}`), name);
      }
      this.#values(first[0], second[1]);
    }
    return { kind: "boolean" };
  }

  /** Fields of CloudTrail's own are compared with what they can be. */
  #values(tree: Tree, value: ValueShape): void {
    if (tree.kind !== "path" || value.kind !== "literal") return;
    const texts: readonly unknown[] = Array.isArray(value.value) ? value.value : [value.value];
    for (const text of texts) {
      if (typeof text !== "string") continue;
      const reason = fieldValueProblem(tree.key, text);
      if (reason === undefined) continue;
      this.#say(`${print(tree)} is never ${print(literal(text))}: ${reason}`, text);
    }
  }

  #call(tree: Call, at: ValueShape): ValueShape {
    const list = tree.args.find(({ kind }) => kind !== "reference");
    const listed = list === undefined ? ANY : this.shapeOf(list, at);
    const element = elementShape(listed);
    const shapes = tree.args.map((arg) =>
      this.shapeOf(arg, arg.kind === "reference" ? element : at),
    );
    const parameters = FUNCTIONS.get(tree.name)?.parameters ?? [];
    for (const [index, shape] of shapes.entries()) {
      const allowed = parameters[Math.min(index, parameters.length - 1)] ?? "any";
      const arg = tree.args[index] as Tree;
      if (shape.kind !== "literal" && !fitsParameter(kindOf(shape), allowed)) {
        const message = `${tree.name}() takes ${allowed.replaceAll("|", " or ")}: ${print(arg)} is ${shapeText(shape)}, so this never works`;
        this.#say(message, nameIn(arg) ?? tree.name);
      }
    }
    this.#part(tree);
    if (tree.name === "contains") this.#contains(tree, shapes);
    return resultShape(tree.name, shapes);
  }

  /** What a field of CloudTrail's own begins or ends with, or is like, is what it can have in it. */
  #part({ name, args: [field, part] }: Call): void {
    if (field?.kind !== "path" || part?.kind !== "literal" || !PARTS.has(name)) return;
    for (const text of [part.value].flat().filter((it) => typeof it === "string")) {
      const reason = fieldPartProblem(field.key, name, text);
      if (reason === undefined) continue;
      this.#say(`${print(field)} never has '${text}' in it: ${reason}`, text);
    }
  }

  #contains({ args }: Call, [subject, search]: readonly ValueShape[]): void {
    const [where, what] = args;
    if (!subject || !search || !where || !what) return;
    const name = nameIn(what) ?? nameIn(where) ?? "contains";
    if (subject.kind === "literal" && Array.isArray(subject.value)) {
      this.#values(what, subject);
      const values = subject.value.filter((value) => !canEqual(search, literal(value)));
      for (const value of values) {
        const item = literal(value);
        this.#say(unequalText([what, search], [item, item], "it never equals this item"), name);
      }
    } else if (kindOf(subject) === "text" && !["text", "any"].includes(kindOf(search))) {
      const swapped =
        kindOf(search) === "list" ? `: write contains(${print(what)}, ${print(where)})` : "";
      this.#say(
        `${print(where)} is text, which contains only text, so this never holds${swapped}`,
        name,
      );
    } else if (subject.kind === "list" && !canEqual(subject.of, search)) {
      const fields = subject.of.kind === "object" ? Object.keys(subject.of.fields) : [];
      const hint = fields[0] === undefined ? "" : `: write ${print(where)}[*].${fields[0]}`;
      this.#say(
        `each item of ${print(where)} is ${shapeText(subject.of)} and ${print(what)} is ${shapeText(search)}, so this never holds${hint}`,
        name,
      );
    }
  }
}

/** A field that no event has, in a sentence. */
export function unknownFieldText({ reason, suggestion }: UnknownField, flat: boolean): string {
  if (suggestion === undefined) return reason;
  const meant = flat ? suggestion.replace("[*]", ".0").replace(/\[(\d+)\]/g, ".$1") : suggestion;
  return `${reason}; did you mean ${meant}?`;
}

/** Functions that look for a text in the one before it. */
const PARTS: ReadonlySet<string> = new Set(["starts_with", "ends_with", "contains", "like"]);
