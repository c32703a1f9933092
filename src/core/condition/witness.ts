import type { PathTree, Tree } from "../expression/tree.ts";

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
  /** A value of the field that may do; null where the event has none. */
  readonly example: string | null;
  /** Whether the answer is as wanted if this is the field's value. */
  readonly suits: (value: string | null) => boolean;
}

function isAnswerable(questions: readonly Question[]): boolean {
  const examples = new Set([null, OTHER_TEXT, ...questions.map(({ example }) => example)]);
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
    return question && [question];
  }
  const isOneEnough = outcome === (tree.kind === "or");
  const left = questionsFor(tree.left, outcome);
  if (isOneEnough) return left ?? questionsFor(tree.right, outcome);
  const right = left && questionsFor(tree.right, outcome);
  return right && [...left, ...right];
}

function questionOf(tree: Tree, outcome: boolean): Question | undefined {
  if (tree.kind === "path") return asked(tree, OTHER_TEXT, outcome, Boolean);
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
  return asked(subject, text, outcome, (given) => given !== null && test(given, text));
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
  answer: (value: string | null) => boolean,
): Question | undefined {
  // The whole event is no text.
  if (segments.length === 0) return;
  return { key, example, suits: (value) => answer(value) === outcome };
}
