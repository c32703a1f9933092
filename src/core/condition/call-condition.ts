import type { PathTree, Tree } from "../expression/tree.ts";
import type { Scalar } from "../record/flatten.ts";
import { nonNull } from "./compare-condition.ts";
import { ALWAYS, both, type Condition, either, NEVER } from "./condition.ts";
import {
  type Analysis,
  cannotSay,
  isPath,
  onPath,
  reason,
  type Want,
} from "./condition-analysis.ts";
import {
  ABSENT,
  equalTo,
  NOT_TEXT,
  PRESENT,
  textBy,
  textNotBy,
  type ValueMember,
} from "./value-set.ts";

type CallTree = Extract<Tree, { kind: "call" }>;

/** Derives what must hold for a function's result to be as wanted. */
export function callCondition(tree: CallTree, want: Want, analysis: Analysis): Condition {
  const [subject, search] = tree.args.map((arg) => analysis.resolve(arg));
  if (subject !== undefined && search !== undefined) {
    switch (tree.name) {
      case "starts_with":
        return affix("prefix", subject, search, want, tree, analysis);
      case "ends_with":
        return affix("suffix", subject, search, want, tree, analysis);
      case "contains":
        return contains(subject, search, want, tree, analysis);
    }
  }
  return computed(tree, want, analysis);
}

/** Whether a function call may fault: not if it looks for something in a constant list. */
export function callCanFault({ name, args }: CallTree, analysis: Analysis): boolean {
  const [subject, search] = args.map((arg) => analysis.resolve(arg));
  if (name !== "contains" || subject?.kind !== "literal" || search === undefined) return true;
  return !Array.isArray(subject.value) || analysis.canFault(search);
}

/** A result that is not null at least needs arguments that are not null. */
function computed(tree: CallTree, want: Want, analysis: Analysis): Condition {
  const unclear = cannotSay(tree, "it depends on a computed value");
  if (want === "falsy" || analysis.coverFaults) return unclear;
  return both(nonNull(tree, analysis), unclear);
}

/** Of what is no text, text functions fault; lists and objects have no flat key. */
function orFault(path: PathTree, test: ValueMember, want: Want, tree: CallTree): Condition {
  const why = "it may fault";
  if (!path.scalar || want === "falsy") return cannotSay(tree, why);
  return onPath(path, [test, NOT_TEXT]);
}

function affix(
  by: "prefix" | "suffix",
  subject: Tree,
  search: Tree,
  want: Want,
  tree: CallTree,
  analysis: Analysis,
): Condition {
  const constant = search.kind === "literal" && typeof search.value === "string";
  if (!isPath(subject) || !constant) return computed(tree, want, analysis);
  const text = search.value as string;
  if (analysis.coverFaults) return orFault(subject, textBy(by, text), want, tree);
  return want === "falsy"
    ? onPath(subject, [ABSENT, textNotBy(by, text)])
    : onPath(subject, [textBy(by, text)]);
}

function contains(
  subject: Tree,
  search: Tree,
  want: Want,
  tree: CallTree,
  analysis: Analysis,
): Condition {
  if (subject.kind === "literal" && Array.isArray(subject.value) && isPath(search)) {
    return listed(search, subject.value, want);
  }
  if (subject.kind === "list" && !analysis.coverFaults) {
    const conditions = subject.children.map((left) =>
      analysis.of({ kind: "compare", by: "EQ", left, right: search }, want),
    );
    return want === "falsy" ? conditions.reduce(both, ALWAYS) : either(conditions);
  }
  if (!isPath(subject) || search.kind !== "literal") return computed(tree, want, analysis);
  if (analysis.coverFaults) {
    if (typeof search.value !== "string") return cannotSay(tree, "it may fault");
    return orFault(subject, textBy("substring", search.value), want, tree);
  }
  return found(subject, search.value, want);
}

/** A path's value is, or is not, in a constant list. */
function listed(path: PathTree, list: readonly unknown[], want: Want): Condition {
  const scalars = list.filter((item): item is Scalar => typeof item !== "object");
  const hasNull = list.includes(null);
  const hasContainer = list.some((item) => typeof item === "object" && item !== null);
  // Null, lists and objects, of which the path may be one, have no flat key.
  const loss = path.scalar ? [] : [reason(path, "it may be a list or an object")];
  if (want === "falsy") {
    const lack = hasNull && path.scalar ? [] : [ABSENT];
    const values = [{ ...PRESENT, not: scalars }, ...lack];
    return onPath(path, values, ...(hasNull || hasContainer ? loss : []));
  }
  const lack = hasNull || (hasContainer && !path.scalar) ? [ABSENT] : [];
  return onPath(path, [...scalars.map(equalTo), ...lack], ...(lack.length > 0 ? loss : []));
}

/** A path's text or list has, or has not, something constant in it. */
function found(path: PathTree, search: unknown, want: Want): Condition {
  const loss = path.scalar ? [] : [reason(path, "it may be a list")];
  const lack: readonly ValueMember[] = path.scalar ? [] : [ABSENT];
  if (typeof search !== "string") {
    if (want === "falsy") return path.scalar ? ALWAYS : onPath(path, [ABSENT, PRESENT], ...loss);
    return lack.length === 0 ? NEVER : onPath(path, lack, ...loss);
  }
  return want === "falsy"
    ? onPath(path, [ABSENT, textNotBy("substring", search)], ...loss)
    : onPath(path, [...lack, textBy("substring", search)], ...loss);
}
