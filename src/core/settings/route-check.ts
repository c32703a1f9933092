import type { Route, RouteConditions } from "../alert/route.ts";
import { ALERT_STATES, type AlertState } from "../alert-event/alert-event.ts";
import { type Field, type FieldProblem, fieldName } from "../record/field-problem.ts";
import { nearest } from "../record/nearest.ts";
import { EVENTS_TO_TRACK_ID, type RuleSet, SEVERITIES, type Severity } from "../rule/rule.ts";
import type { ConsumerSettings, Settings } from "./settings.ts";

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
      if (ruleIds.includes(id)) return [];
      const field = ["routes", route, "rules", index];
      const message = `Cannot use ${fieldName(field)} as there must be a rule with this id: "${id}" ${whyMissing(id, ruleIds, disabled)}`;
      return [{ field, message }];
    }),
  );
}

/**
 * Refuses consumers of alerts that name rules which are not there.
 *
 * @throws {Error} With all that are missing.
 */
export function checkConsumers(
  consumers: Readonly<Record<string, ConsumerSettings>>,
  { rules }: RuleSet,
  disabled: readonly string[] = [],
): void {
  const ruleIds = rules.map(({ id }) => id);
  const problems = Object.entries(consumers).flatMap(([name, consumer]) => {
    if (!takesAlerts(consumer)) return [];
    const { rule = [] } = (consumer.only ?? {}) as AlertFilter;
    return rule.flatMap((id, index) => {
      if (ruleIds.includes(id)) return [];
      const field = ["consumers", name, "only", "rule", index];
      return `Cannot use ${fieldName(field)} as there must be a rule with this id: "${id}" ${whyMissing(id, ruleIds, disabled)}`;
    });
  });
  if (problems.length > 0) throw new Error(problems.join("\n"));
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
  return [...takers];
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

/** What may stand in `only` of a consumer that gets alerts. */
export interface AlertFilter {
  readonly severity?: readonly Severity[];
  readonly rule?: readonly string[];
  readonly account?: readonly string[];
  readonly state?: readonly AlertState[];
}

/** Whether a consumer gets alerts instead of records. */
export function takesAlerts({ alerts, pagerduty, teams }: ConsumerSettings): boolean {
  return alerts === true || pagerduty !== undefined || teams !== undefined;
}

/** What is wrong with consumers of alerts: what they cannot get, and what of `only` selects nothing. */
export function* alertConsumerProblems({
  consumers,
  alertEvents,
}: Pick<Settings, "consumers" | "alertEvents">): Iterable<FieldProblem> {
  for (const [name, consumer] of Object.entries(consumers)) {
    const { alerts, deliver, pagerduty, teams } = consumer;
    const field = ["consumers", name];
    const isMade = pagerduty !== undefined || teams !== undefined;
    if (isMade && alerts === false) {
      yield refused([...field, "alerts"], "PagerDuty and Teams get alerts and nothing else");
    }
    if (!takesAlerts(consumer)) continue;
    if (!alertEvents) yield refused(field, "alertEvents must be true for it: no alert would come");
    if (isMade && deliver !== undefined) {
      yield refused([...field, "deliver"], "its message is made of the alert: leave it out");
    } else if (deliver === "record") {
      yield refused([...field, "deliver"], "an alert is no record: leave it out");
    }
    yield* filterProblems([...field, "only"], consumer);
  }
}

function* filterProblems(
  only: Field,
  { only: filter = {}, pagerduty }: ConsumerSettings,
): Iterable<FieldProblem> {
  const keys = Object.keys(ALERT_FILTERS);
  for (const [key, values] of Object.entries(filter)) {
    const allowed = Object.hasOwn(ALERT_FILTERS, key) ? ALERT_FILTERS[key] : undefined;
    if (allowed === undefined) {
      const guess = nearest(key, keys);
      const hint = guess === undefined ? "" : `; did you mean ${guess}?`;
      yield refused([...only, key], `alerts are selected by ${keys.join(", ")}${hint}`);
    } else if (key === "state" && pagerduty !== undefined) {
      yield refused([...only, key], "a thread triggers PagerDuty when it begins, and never else");
    } else {
      for (const [index, value] of values.entries()) {
        if (typeof value === "string" && allowed.isOne(value)) continue;
        const why = `it must be ${allowed.what}: it is ${JSON.stringify(value)}`;
        yield refused([...only, key, index], why);
      }
    }
  }
}

function refused(field: Field, why: string): FieldProblem {
  return { field, message: `Cannot use ${fieldName(field)} as ${why}` };
}

const ALERT_FILTERS: Readonly<
  Record<string, { readonly what: string; readonly isOne: (value: string) => boolean }>
> = {
  severity: {
    what: `one of ${SEVERITIES.join(", ")}`,
    isOne: (value) => SEVERITIES.some((severity) => severity === value),
  },
  rule: { what: "the id of a rule", isOne: (value) => value !== "" },
  account: {
    what: "an account id: 12 digits, in quotes",
    isOne: (value) => /^\d{12}$/.test(value),
  },
  state: {
    what: `one of ${ALERT_STATES.join(", ")}`,
    isOne: (value) => ALERT_STATES.some((state) => state === value),
  },
};
