import type { Tree } from "../expression/tree.ts";
import { netOf } from "../function/value-functions.ts";
import { parseIpAddress } from "../pattern/ip-address.ts";
import { ALWAYS, both, type Condition, either, NEVER } from "./condition.ts";
import { type Analysis, cannotSay } from "./condition-analysis.ts";
import {
  alike,
  alikeAny,
  existing,
  firstPart,
  foldedText,
  lastPart,
  listed,
  type Preimage,
  searched,
  tested,
  testedByAny,
  typed,
} from "./preimage.ts";
import type { TextTest } from "./text-test.ts";
import { equalTo } from "./value-set.ts";
import { parameterTypes } from "./value-type.ts";
import { allOf, NOT_NULL, NULL, ofType, type Want, wants } from "./want.ts";

type CallTree = Extract<Tree, { kind: "call" }>;

/** Derives what must hold for a function's result to be as wanted. */
export function callCondition(tree: CallTree, want: Want, analysis: Analysis): Condition {
  const [subject, search] = tree.args.map((arg) => analysis.resolve(arg));
  if (subject !== undefined) {
    const of = askedOf(tree, subject, search, want, analysis);
    if (of !== undefined) return of;
  }
  return computed(tree, want, analysis);
}

function askedOf(
  { name, args }: CallTree,
  subject: Tree,
  search: Tree | undefined,
  want: Want,
  analysis: Analysis,
): Condition | undefined {
  const constant = search?.kind === "literal" ? search.value : undefined;
  switch (name) {
    case "starts_with":
    case "ends_with":
      if (typeof constant !== "string") return undefined;
      return analysis.of(
        subject,
        tested({ by: name === "starts_with" ? "prefix" : "suffix", text: constant }, want),
      );
    case "contains":
      if (search === undefined) return undefined;
      if (subject.kind === "literal" && Array.isArray(subject.value)) {
        return analysis.of(search, listed(subject.value, want));
      }
      if (search.kind !== "literal") return undefined;
      return subject.kind === "list"
        ? inList(subject.children, search, want, analysis)
        : analysis.of(subject, searched(search.value, want));
    case "like":
      if (Array.isArray(constant) && constant.every((it) => typeof it === "string")) {
        return told(subject, alikeAny(constant, want), analysis);
      }
      return typeof constant === "string" ? analysis.of(subject, alike(constant, want)) : undefined;
    case "in_cidr": {
      const nets = Array.isArray(constant) ? constant : [constant];
      return nets.every((net) => netOf(net) !== undefined)
        ? analysis.of(subject, testedByAny(nets.map(blockTest), want))
        : undefined;
    }
    case "exists":
      return analysis.of(subject, existing(want));
    case "type":
      return analysis.of(subject, typed(want));
    case "lower":
    case "upper":
      return told(subject, foldedText(name, want), analysis);
    case "not_null":
      return firstNotNull(args, want, analysis);
    default:
      return undefined;
  }
}

/**
 * Derives what must hold for the first or last part of a text that is split; undefined for
 * anything else.
 */
export function partCondition(
  { left, right }: Extract<Tree, { kind: "then" }>,
  want: Want,
  analysis: Analysis,
): Condition | undefined {
  const call = analysis.resolve(left);
  if (call.kind !== "call" || call.name !== "split" || call.args.length !== 2) return undefined;
  const [subject, separator] = call.args.map((arg) => analysis.resolve(arg));
  if (subject === undefined || separator?.kind !== "literal" || right.kind !== "index") return;
  if (typeof separator.value !== "string" || separator.value === "") return undefined;
  if (right.index !== 0 && right.index !== -1) return undefined;
  const part = right.index === 0 ? firstPart : lastPart;
  return told(subject, part(separator.value, want), analysis);
}

function told(subject: Tree, { want, exact }: Preimage, analysis: Analysis): Condition {
  const condition = analysis.of(subject, want);
  return exact ? condition : both(condition, cannotSay(subject, "only a part of it is compared"));
}

/** A net as a test of text; an address alone is the net of itself. */
function blockTest(net: string): TextTest {
  const address = parseIpAddress(net);
  return { by: "cidr", text: address === undefined ? net : `${net}/${address.bits}` };
}

/** A constant is, or is not, among computed values. */
function inList(
  children: readonly Tree[],
  search: Tree,
  want: Want,
  analysis: Analysis,
): Condition {
  const isIn = wants(want, true) === true;
  const isOut = wants(want, false) === true;
  if (isIn === isOut) return isIn ? ALWAYS : NEVER;
  const each = children.map((left) =>
    analysis.of(
      { kind: "compare", by: isIn ? "EQ" : "NE", left, right: search },
      {
        set: [equalTo(true)],
        containers: "none",
      },
    ),
  );
  return isIn ? either(each) : each.reduce(both);
}

/** The first that is not null is the result. */
function firstNotNull(args: readonly Tree[], want: Want, analysis: Analysis): Condition {
  const [first, ...rest] = args as [Tree, ...Tree[]];
  if (rest.length === 0) return analysis.of(first, want);
  return either([
    analysis.of(first, allOf(want, NOT_NULL)),
    both(analysis.of(first, NULL), firstNotNull(rest, want, analysis)),
  ]);
}

/** A result that is not null at least needs arguments that do not make it so. */
function computed(tree: CallTree, want: Want, analysis: Analysis): Condition {
  const unclear = cannotSay(tree, "it depends on a computed value");
  if (wants(want, null)) return unclear;
  return tree.args
    .map((arg, index) => {
      const types = parameterTypes(tree.name, index).map((type) => type.split(" ")[0] as string);
      const asked = allOf(ofType(types), analysis.possible(arg));
      // Of a path that may be a list or an object, flat keys tell next to nothing.
      const isOpen =
        types.includes("any") || arg.kind === "reference" || asked.containers !== "none";
      return isOpen ? ALWAYS : analysis.of(arg, asked);
    })
    .reduce(both, unclear);
}
