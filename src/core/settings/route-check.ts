import type { Route, RouteConditions } from "../alert/route.ts";
import { type Field, type FieldProblem, fieldName, unusable } from "../record/field-problem.ts";
import { nearest } from "../record/nearest.ts";
import { EVENTS_TO_TRACK_ID, type RuleSet, SEVERITIES } from "../rule/rule.ts";
import { accountsTagged } from "../severity/severity-case.ts";
import { accountTagsOf, type Settings } from "./settings.ts";

/**
 * Routes, or targets of them, that no alert can reach, as earlier routes take every alert that
 * fits. Slack and SNS are decided apart.
 */
export function unreachableRoutes(routes: readonly Route[]): readonly FieldProblem[] {
  const cases = casesOf(routes);
  return routes.flatMap((route, index) => {
    const named = MEDIA.filter((medium) => namesTarget(route, medium));
    const dead = named.flatMap((medium) => {
      const takers = takersOf(routes, index, medium, cases);
      return takers === undefined ? [] : [{ medium, takers }];
    });
    if (dead.length === 0) return [];
    const takers = [...new Set(dead.flatMap((it) => it.takers))].sort((a, b) => a - b);
    const targets = dead.length === named.length ? [] : (dead[0]?.medium ?? []);
    const target = targets.find((key) => route[key] !== undefined);
    const field = ["routes", index, ...(target === undefined ? [] : [target])];
    const earlier = listed(takers.map((it) => fieldName(["routes", it])));
    const message =
      `Cannot use ${fieldName(field)} as an alert must be able to reach it: ${earlier} ` +
      `before it ${takers.length === 1 ? "takes" : "take"} every alert that fits; ` +
      `put ${fieldName(["routes", index])} first, or set continue: true in ${earlier}`;
    return [{ field, message }];
  });
}

/** Tags of routes that no account has, or none of those that the route names besides: nothing is routed by them. */
export function routeTagProblems(
  routes: Settings["routes"],
  accounts: Settings["accounts"],
): readonly FieldProblem[] {
  const tags = accountTagsOf(accounts);
  const known = new Set(Object.values(tags).flat());
  return routes.flatMap(({ accountTags = [], accounts: named }, route) => {
    const unknown = accountTags.flatMap((tag, index) => {
      if (known.has(tag)) return [];
      const guess = nearest(tag, known);
      const help =
        guess === undefined
          ? "give it to one: accounts: { id: { name, tags } }"
          : `did you mean "${guess}"?`;
      return [
        unusable(
          ["routes", route, "accountTags", index],
          tag,
          `an account must have this tag: none has; ${help}`,
        ),
      ];
    });
    const tagged = accountsTagged(tags, accountTags);
    if (unknown.length > 0 || named === undefined || accountTags.length === 0) return unknown;
    if (named.some((id) => tagged.includes(id))) return [];
    const why = `one of routes[${route}].accounts must have one of these tags: none has`;
    return [unusable(["routes", route, "accountTags"], accountTags, why)];
  });
}

/**
 * Rules that routes name and that are not there, so that the route would take nothing of them.
 *
 * @param ruleIds Ids of all rules that judge.
 * @param disabled Ids that the settings disable.
 */
export function unknownRouteRules(
  routes: readonly RouteConditions[],
  ruleIds: readonly string[],
  disabled: readonly string[] = [],
): readonly FieldProblem[] {
  return routes.flatMap(({ rules = [] }, route) =>
    rules.flatMap((id, index) => {
      const field = ["routes", route, "rules", index];
      return unknownRuleProblems(field, id, ruleIds, disabled);
    }),
  );
}

/**
 * Refuses routes that could take nothing of a rule they name, or nothing at all.
 *
 * @throws {Error} With all that is wrong with them.
 */
export function checkRoutes(
  routes: readonly Route[],
  ruleSet: RuleSet,
  disabled?: readonly string[],
): void {
  const ids = ruleSet.rules.map(({ id }) => id);
  const problems = [...unknownRouteRules(routes, ids, disabled), ...unreachableRoutes(routes)];
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join("\n"));
}

/** What is wrong with a rule's id in a field: nothing if there is such a rule. */
export function unknownRuleProblems(
  field: Field,
  id: string,
  ruleIds: readonly string[],
  disabled: readonly string[],
): readonly FieldProblem[] {
  if (ruleIds.includes(id)) return [];
  const why = whyMissing(id, ruleIds, disabled);
  return [
    {
      field,
      message: `Cannot use ${fieldName(field)} as there must be a rule with this id: "${id}" ${why}`,
    },
  ];
}

function whyMissing(id: string, ruleIds: readonly string[], disabled: readonly string[]): string {
  if (disabled.includes(id)) return "is disabled (setting rules.disable)";
  if (id === EVENTS_TO_TRACK_ID) {
    return "is there only with rules.eventsToTrack, which names no event";
  }
  const guess = nearest(id, ruleIds);
  return guess === undefined ? "is none" : `is none; did you mean "${guess}"?`;
}

/** What decides of an alert which routes take it; `undefined` is an account or rule no route names. */
interface Case {
  readonly account: string | undefined;
  readonly rule: string | undefined;
  readonly severity: string;
}

/** Every case that routes can tell apart. Of an alert with several rules each is a case of its own. */
function casesOf(routes: readonly RouteConditions[]): readonly Case[] {
  const accounts = [undefined, ...new Set(routes.flatMap((it) => it.accounts ?? []))];
  const rules = [undefined, ...new Set(routes.flatMap((it) => it.rules ?? []))];
  return accounts.flatMap((account) =>
    rules.flatMap((rule) => SEVERITIES.map((severity) => ({ account, rule, severity }))),
  );
}

/** The earlier routes that together take all cases of one; nothing if some case is left to it. */
function takersOf(
  routes: readonly Route[],
  index: number,
  medium: Medium,
  cases: readonly Case[],
): readonly number[] | undefined {
  const route = routes[index] as Route;
  const ending = routes
    .slice(0, index)
    .map((it, at) => ({ it, at }))
    .filter(({ it }) => it.continue !== true && namesTarget(it, medium));
  if (ending.length === 0) return undefined;
  const takers = new Set<number>();
  for (const one of cases) {
    if (!takes(route, one)) continue;
    const taker = ending.find(({ it }) => takes(it, one));
    if (taker === undefined) return undefined;
    takers.add(taker.at);
  }
  // One that takes nothing is no earlier route's fault.
  return takers.size === 0 ? undefined : [...takers];
}

function takes({ accounts, rules, severities }: RouteConditions, one: Case): boolean {
  return (
    includes(accounts, one.account) &&
    includes(rules, one.rule) &&
    includes(severities, one.severity)
  );
}

function includes(list: readonly string[] | undefined, value: string | undefined): boolean {
  return list === undefined || (value !== undefined && list.includes(value));
}

type Medium = readonly (keyof Route)[];

/** Targets that are decided together. */
const MEDIA: readonly Medium[] = [["slackChannel", "slackWebhookSecretId"], ["snsTopicArn"]];

function namesTarget(route: Route, medium: Medium): boolean {
  return medium.some((target) => route[target] !== undefined);
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
