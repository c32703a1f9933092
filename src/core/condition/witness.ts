import { type Evaluator, type Scope, toEvaluator } from "../expression/evaluate.ts";
import { viewOfDetail } from "../expression/event-view.ts";
import { ExpressionError } from "../expression/expression.ts";
import { OddElements } from "../expression/odd-elements.ts";
import { OWN_VARIABLES } from "../expression/own-variable.ts";
import { everyPart } from "../expression/path-use.ts";
import type { PathTree, Tree } from "../expression/tree.ts";
import { Budget } from "../function/budget.ts";
import { isFalsy } from "../function/value.ts";
import type { Scalar } from "../record/flatten.ts";

/**
 * Whether it is plain that an event can make a part of an expression true, or false. Tried on the
 * questions rules mostly ask, of one field each: far quicker than deriving the whole condition,
 * and no less sure where it says yes. No means nothing.
 */
export function isPlainlyPossible(tree: Tree, outcome: boolean): boolean {
  const asked = questionsFor(tree, outcome);
  if (asked === undefined) return false;
  const byKey = new Map<string, Question[]>();
  for (const question of asked) {
    const others = byKey.get(question.key);
    if (others === undefined) byKey.set(question.key, [question]);
    else others.push(question);
  }
  return [...byKey.values()].every(isAnswerable);
}

/** A question about one field, and the answer it must have. */
interface Question {
  readonly key: string;
  /** Values of the field that may do; null where the event has none. */
  readonly examples: readonly (Scalar | null)[];
  /** Whether the answer is as wanted if this is the field's value. */
  readonly suits: (value: Scalar | null) => boolean;
}

function isAnswerable(questions: readonly Question[]): boolean {
  const examples = new Set([null, OTHER_TEXT, ...questions.flatMap((it) => it.examples)]);
  for (const example of [...examples].slice(0, MAX_EXAMPLES)) {
    if (questions.every(({ suits }) => suits(example))) return true;
  }
  return false;
}

/** Text that no expression asks for. */
const OTHER_TEXT = "\u0001";

/** Each is tried on each question about a field, of which there may be hundreds. */
const MAX_EXAMPLES = 8;

/** Questions whose answers together decide the outcome; undefined if that is not plain. */
function questionsFor(tree: Tree, outcome: boolean): readonly Question[] | undefined {
  if (tree.kind === "not") return questionsFor(tree.child, !outcome);
  if (tree.kind !== "and" && tree.kind !== "or") {
    const question = questionOf(tree, outcome);
    return question ? [question] : tried(tree, outcome);
  }
  const isOneEnough = outcome === (tree.kind === "or");
  const left = questionsFor(tree.left, outcome);
  if (isOneEnough) return left ?? questionsFor(tree.right, outcome);
  const right = left && questionsFor(tree.right, outcome);
  return right && [...left, ...right];
}

function questionOf(tree: Tree, outcome: boolean): Question | undefined {
  if (tree.kind === "path") return asked(tree, OTHER_TEXT, outcome, (given) => !isFalsy(given));
  if (tree.kind === "compare") {
    const { by, left, right } = tree;
    if ((by !== "EQ" && by !== "NE") || left.kind !== "path" || right.kind !== "literal") return;
    const { value } = right;
    if (value !== null && typeof value !== "string") return;
    return asked(left, value, outcome === (by === "EQ"), (given) => given === value);
  }
  if (tree.kind !== "call") return;
  const [subject, search] = tree.args;
  if (tree.name === "contains" && subject?.kind === "literal" && search?.kind === "path") {
    const { value: list } = subject;
    if (!Array.isArray(list) || typeof list[0] !== "string") return;
    return asked(search, list[0], outcome, (given) => list.includes(given));
  }
  const test = TEXT_TESTS.get(tree.name);
  if (test === undefined || subject?.kind !== "path" || search?.kind !== "literal") return;
  const { value: text } = search;
  if (typeof text !== "string") return;
  return asked(subject, text, outcome, (given) => typeof given === "string" && test(given, text));
}

const TEXT_TESTS: ReadonlyMap<string, (value: string, text: string) => boolean> = new Map([
  ["starts_with", (value: string, text: string) => value.startsWith(text)],
  ["ends_with", (value: string, text: string) => value.endsWith(text)],
  ["contains", (value: string, text: string) => value.includes(text)],
]);

function asked(
  { key, segments }: PathTree,
  example: string | null,
  outcome: boolean,
  answer: (value: Scalar | null) => boolean,
): Question | undefined {
  // The whole event is no text.
  if (segments.length === 0) return;
  return { key, examples: [example], suits: (value) => answer(value) === outcome };
}

/**
 * The questions of any other part, which is evaluated: with a value of one of its fields, and none
 * of the others. A question about a list, or another value that is not known, may be answered either
 * way.
 */
function tried(tree: Tree, outcome: boolean): readonly Question[] | undefined {
  const parts = everyPart(tree);
  const bound = new Set(parts.flatMap((part) => (part.kind === "let" ? [part.name] : [])));
  const unknown = parts.filter((part) => part.kind === "variable" && !bound.has(part.name));
  if (unknown.length > 0 && tree.kind === "call" && parts.every(isSimple)) return [];
  const paths = parts.filter((part) => part.kind === "path");
  if (paths.some(({ segments }) => segments.length === 0)) return;
  const examples = parts.flatMap(examplesOf).slice(0, MAX_EXAMPLES);
  const variables = (unknown as Variable[]).reduce(withNothing, undefined);
  const evaluate = toEvaluator(tree);
  const keys = [...new Set(paths.map(({ key }) => key))];
  for (const key of keys) {
    const suits = (value: Scalar | null) => outcomeOf(evaluate, variables, key, value) === outcome;
    if (![null, OTHER_TEXT, ...examples].some(suits)) continue;
    const others = keys.filter((other) => other !== key);
    return [
      { key, examples, suits },
      ...others.map((other) => ({ key: other, examples: [], suits: isNone })),
    ];
  }
  return;
}

type Variable = Extract<Tree, { kind: "variable" }>;

/** A value that is not known: nothing on a list, or a text that nothing asks for. */
function withNothing(outer: Scope["variables"], { name }: Variable): Scope["variables"] {
  const isText = OWN_VARIABLES.some((own) => own.name === name && own.type === "string");
  return { name, value: isText ? OTHER_TEXT : [], outer };
}

/** Fields, texts and variables, and what calls make of them. */
function isSimple(part: Tree): boolean {
  if (part.kind === "literal") return typeof part.value === "string";
  return part.kind === "call" || part.kind === "path" || part.kind === "variable";
}

const isNone = (value: Scalar | null): boolean => value === null;

/** Values that a part compares with, patterns without their stars. */
function examplesOf(part: Tree): readonly Scalar[] {
  if (part.kind !== "literal") return [];
  return [part.value].flat().flatMap((value): Scalar[] => {
    if (typeof value === "string") return [value.replaceAll("*", "")];
    return typeof value === "number" || typeof value === "boolean" ? [value] : [];
  });
}

/** What a part gives on an event that has one field; undefined where it cannot be judged. */
function outcomeOf(
  evaluate: Evaluator,
  variables: Scope["variables"],
  key: string,
  value: Scalar | null,
): boolean | undefined {
  const view = viewOfDetail(value === null ? {} : { [key]: value });
  const odd = new OddElements();
  try {
    const result = evaluate(null, { view, budget: new Budget(), odd, variables });
    return odd.first === undefined ? !isFalsy(result) : undefined;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return undefined;
  }
}
