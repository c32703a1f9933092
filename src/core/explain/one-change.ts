import { viewOfDetail } from "../expression/event-view.ts";
import { ExpressionError, toPredicate } from "../expression/expression.ts";
import { parseExpression } from "../expression/parse.ts";
import { everyPart, pathUses } from "../expression/path-use.ts";
import { type PathTree, type Tree, toTree } from "../expression/tree.ts";
import { Budget, EXPRESSION_STEPS } from "../function/budget.ts";
import type { FlatEvent, Scalar } from "../record/flatten.ts";
import type { ExplainOptions } from "./clause.ts";

/** One flat key of an event with another value; undefined stands for no such key. */
export interface FieldChange {
  readonly path: string;
  readonly from: Scalar | undefined;
  readonly to: Scalar | undefined;
}

/**
 * Finds changes of one key each that make an event satisfy an expression. Tried are the values that
 * the expression itself speaks of; each change that is returned was judged. Empty if none of them
 * is enough alone, or if the event satisfies the expression.
 *
 * @param event Its flat keys.
 * @throws {ExpressionError} If it is no expression.
 */
export function changesToMatch(
  text: string,
  event: FlatEvent,
  { self, lists, strict = false }: ExplainOptions,
): readonly FieldChange[] {
  const tree = toTree(parseExpression(text).root, self, lists);
  const holds = toPredicate(tree, strict);
  const flat = partReadBy(tree, event);
  const perTry = STEPS_A_TRY + STEPS_A_KEY * Object.keys(flat).length;
  let left = MAX_STEPS;
  const satisfies = (event: FlatEvent): boolean => {
    const budget = new Budget(Math.max(0, Math.min(EXPRESSION_STEPS, left)));
    try {
      return holds(viewOfDetail(event), budget);
    } catch (error) {
      if (error instanceof ExpressionError) return false;
      throw error;
    } finally {
      // Also what costs nothing to judge is a try.
      left -= budget.spent + perTry;
    }
  };
  const found = new Map<string, FieldChange>();
  if (satisfies(flat)) return [];
  for (const { path, to } of candidates(tree, flat)) {
    if (left <= 0 || found.size === MAX_CHANGES) break;
    const from = Object.hasOwn(flat, path) ? flat[path] : undefined;
    if (found.has(path) || from === to) continue;
    if (satisfies(changed(flat, path, to))) found.set(path, { path, from, to });
  }
  return [...found.values()];
}

/** Keys of an event that an expression can see: those it reads, and what stands above and below them. */
function partReadBy(tree: Tree, event: FlatEvent): FlatEvent {
  const { read } = pathUses(tree);
  if (read.has("")) return event;
  const paths = [...read];
  return Object.fromEntries(
    Object.entries(event).filter(([key]) => paths.some((path) => isOnTheWay(key, path))),
  );
}

function isOnTheWay(key: string, path: string): boolean {
  return key === path || key.startsWith(`${path}.`) || path.startsWith(`${key}.`);
}

/** Changes that are told, of a key each. */
const MAX_CHANGES = 3;

/** What looking for changes may take: as much as the dearest expression, or some 300 tries. */
const MAX_STEPS = EXPRESSION_STEPS;
const STEPS_A_TRY = 1_500;
const STEPS_A_KEY = 5;

interface Candidate {
  readonly path: string;
  readonly to: Scalar | undefined;
}

function* candidates(tree: Tree, flat: FlatEvent): Generator<Candidate> {
  for (const question of questionsOf(tree)) {
    const { paths, literals, fields } = partsOf(question);
    const values = literals.flatMap(valuesLike);
    for (const path of paths.flatMap(({ key }) => [key, ...elementsOf(key, fields, flat)])) {
      for (const to of [...values, undefined, ...ANYTHING]) yield { path, to };
    }
  }
}

/** A value that no expression speaks of, as a text; and one that JMESPath takes for true. */
const ANYTHING: readonly Scalar[] = ["other", true];

/** Parts of an expression that are no logic: what it asks of the event. */
function* questionsOf(tree: Tree): Generator<Tree> {
  switch (tree.kind) {
    case "and":
    case "or":
      yield* questionsOf(tree.left);
      yield* questionsOf(tree.right);
      return;
    case "not":
      yield* questionsOf(tree.child);
      return;
    case "ternary":
      yield* questionsOf(tree.condition);
      yield* questionsOf(tree.yes);
      yield* questionsOf(tree.no);
      return;
    case "let":
      yield* questionsOf(tree.value);
      yield* questionsOf(tree.body);
      return;
    default:
      yield tree;
  }
}

interface Parts {
  readonly paths: readonly PathTree[];
  readonly literals: readonly unknown[];
  /** Fields that are read of elements. */
  readonly fields: readonly string[];
}

function partsOf(question: Tree): Parts {
  const paths = new Map<string, PathTree>();
  const literals: unknown[] = [];
  const fields = new Set<string>();
  for (const part of everyPart(question)) {
    if (part.kind === "path" && part.key !== "") paths.set(part.key, part);
    if (part.kind === "literal") literals.push(part.value);
    if (part.kind === "field") fields.add(part.name);
  }
  return { paths: [...paths.values()], literals, fields: [...fields] };
}

/** Values that a literal may be about: itself, what a pattern or a block of addresses has in it. */
function valuesLike(literal: unknown): readonly (Scalar | undefined)[] {
  if (literal === null) return [undefined];
  if (Array.isArray(literal)) return literal.slice(0, MAX_LISTED).flatMap(valuesLike);
  switch (typeof literal) {
    case "number":
      return [literal, literal + 1, literal - 1];
    case "boolean":
      return [literal, String(literal)];
    case "string":
      return literal === "" ? [] : [literal, ...examplesOf(literal)];
    default:
      return [];
  }
}

/** Elements of a list of values, and of a list in the event, that are tried. */
const MAX_LISTED = 5;

function examplesOf(text: string): readonly string[] {
  return [
    ...(text.includes("*") ? [text.replaceAll("*", ""), text.replaceAll("*", "x")] : []),
    ...(/^[\d.:a-f]+\/\d+$/i.test(text) ? [text.slice(0, text.indexOf("/"))] : []),
  ];
}

/** Keys of elements below a path: those the event has, or the first one. */
function elementsOf(key: string, fields: readonly string[], flat: FlatEvent): readonly string[] {
  const names = fields.map((field) => `.${field}`);
  const places = [0, 1, 2, 3, 4].map((index) => `${key}.${index}`);
  const there = places.filter(
    (place) => place in flat || Object.keys(flat).some((it) => it.startsWith(`${place}.`)),
  );
  const shown = there.length === 0 ? places.slice(0, 1) : there.slice(0, MAX_LISTED);
  return shown.flatMap((place) => (names.length === 0 ? [place] : names.map((it) => place + it)));
}

/** The event with another value of one key: what stands above or below it in the record is gone. */
function changed(flat: FlatEvent, path: string, to: Scalar | undefined): FlatEvent {
  const entries = Object.entries(flat).filter(([key]) => !isOnTheWay(key, path));
  return Object.fromEntries(to === undefined ? entries : [...entries, [path, to]]);
}
