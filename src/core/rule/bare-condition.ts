import { subtreesOf } from "../expression/path-use.ts";
import { print } from "../expression/print.ts";
import type { PathTree, Tree } from "../expression/tree.ts";
import { FUNCTIONS } from "../function/function.ts";
import { fieldAt, flatPath, isUnknownField } from "../record/record-field.ts";
import type { FieldShape } from "../record/record-shape.ts";
import { type Misuse, nameIn } from "./misuse.ts";

/**
 * Finds values that stand where a condition must: what a service writes may be text, a number or
 * anything else, so that it is a fault on the first real event, or true where it says `'false'`.
 */
export function bareConditions(tree: Tree): readonly Misuse[] {
  const found: Misuse[] = [];
  visit(tree, "result", found);
  return [...new Map(found.map((misuse) => [misuse.message, misuse])).values()];
}

/**
 * What becomes of a value: it is what the whole expression comes to, it decides what is looked at
 * next, or it is compared.
 */
type Place = "result" | "decides" | "compared";

/** @param isKnown Whether elements, where it stands among some, are such as CloudTrail itself describes. */
function visit(tree: Tree, place: Place, found: Misuse[], isKnown = true): void {
  const inside = (child: Tree, at: Place): void => visit(child, at, found, isKnown);
  switch (tree.kind) {
    case "and":
      // Of what decides, only what JMESPath takes for false is a result, which is no match.
      inside(tree.left, place === "compared" ? place : "decides");
      inside(tree.right, place);
      return;
    case "or":
      inside(tree.left, place);
      inside(tree.right, place);
      return;
    case "not":
      inside(tree.child, "decides");
      return;
    case "ternary":
      inside(tree.condition, "decides");
      inside(tree.yes, place);
      inside(tree.no, place);
      return;
    case "let":
      inside(tree.value, "compared");
      inside(tree.body, place);
      return;
    case "filter":
      inside(tree.left, "compared");
      visit(tree.condition, "decides", found, isKnownList(tree.left));
      inside(tree.right, "compared");
      break;
    case "call": {
      const [list, condition, ...others] = tree.args;
      if (tree.name !== "any" || list === undefined || condition?.kind !== "reference") {
        for (const child of tree.args) inside(child, "compared");
        break;
      }
      inside(list, "compared");
      visit(condition.child, "decides", found, isKnownList(list));
      for (const other of others) inside(other, "compared");
      break;
    }
    default:
      for (const child of subtreesOf(tree)) inside(child, "compared");
  }
  if (place !== "compared" && isBare(tree, place, isKnown)) found.push(misuse(tree));
}

/** Whether CloudTrail describes the elements of a list. */
function isKnownList(list: Tree): boolean {
  return list.kind === "path" && shapeOf(list)?.kind === "list";
}

function isBare(tree: Tree, place: Place, isKnown: boolean): boolean {
  switch (tree.kind) {
    case "path":
      return isBarePath(tree, place);
    case "call": {
      const returns = FUNCTIONS.get(tree.name)?.returns ?? "boolean";
      return returns === "any" || (place === "result" && returns !== "boolean");
    }
    case "then":
      return tree.right.kind !== "call" || isBare(tree.right, place, isKnown);
    case "field":
      return !isKnown;
    case "project":
    case "filter":
    case "flatten":
    case "list":
    case "hash":
    case "arithmetic":
    case "sign":
      return place === "result";
    default:
      // What an element is, or a variable, is not known here.
      return false;
  }
}

function isBarePath(path: PathTree, place: Place): boolean {
  const [name] = path.segments;
  if (name === undefined) return place === "result";
  const kind = shapeOf(path)?.kind;
  if (kind === undefined || kind === "boolean") return false;
  if (place === "result" || kind !== "any") return place === "result";
  // A service's own fields all together are an object, or nothing.
  return path.segments.length > 1 || !CONTAINERS.has(String(name));
}

const CONTAINERS: ReadonlySet<string> = new Set([
  "requestParameters",
  "responseElements",
  "additionalEventData",
  "serviceEventDetails",
]);

/** What CloudTrail says of a field; undefined of one that it does not have. */
function shapeOf({ segments }: PathTree): FieldShape | undefined {
  const path = segments.flatMap((part) => (typeof part === "string" ? flatPath(part) : [part]));
  const field = fieldAt(path);
  return isUnknownField(field) ? undefined : field;
}

function misuse(tree: Tree): Misuse {
  const shown = print(tree);
  return {
    message: `${shown} is no condition, as it need not be true or false: write ${fixOf(tree, shown)}`,
    name: nameIn(tree) ?? "",
  };
}

function fixOf(tree: Tree, shown: string): string {
  const kind = tree.kind === "path" ? shapeOf(tree)?.kind : tree.kind;
  switch (kind) {
    case "list":
    case "project":
    case "filter":
    case "flatten":
      return `length(${shown}) > \`0\``;
    case "text":
    case "object":
    case "hash":
    case "arithmetic":
    case "sign":
      return `${shown} != \`null\``;
    default:
      return `${shown} == \`true\` (where it is text, == 'true'), or ${shown} != \`null\``;
  }
}
