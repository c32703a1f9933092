import type { RouteConditions } from "../alert/route.ts";
import { type Rule, type Severity, severityOf } from "../rule/rule.ts";
import { possibleCases } from "../severity/severity-case.ts";
import { finding, type RuleFinding } from "./finding.ts";

/**
 * Finds routes that ask for severities which the rules they name never have.
 *
 * @param path The settings file.
 */
export function routeFindings(
  routes: readonly RouteConditions[],
  rules: readonly Rule[],
  path: string,
): readonly RuleFinding[] {
  const bySeverity = new Map(rules.map((rule) => [rule.id, severitiesOf(rule)]));
  return routes.flatMap((route, index) => {
    if (route.rules === undefined || route.severities === undefined) return [];
    const { severities } = route;
    // Of one that is not there it is told elsewhere.
    const known = route.rules.flatMap((id) => bySeverity.get(id) ?? []);
    if (known.length === 0 || known.some((it) => severities.includes(it))) return [];
    const message = `Takes nothing, as its rules are ${[...new Set(known)].join(", ")}, never ${severities.join(" or ")}: a refused call counts two steps less`;
    return [finding("idle-route", { path }, ["routes", index, "severities"], message)];
  });
}

/** Every severity that an alert of a rule can have. */
function severitiesOf(rule: Rule): readonly Severity[] {
  const contexts = [rule.severity, ...possibleCases(rule).map(({ severity }) => severity)];
  return contexts.flatMap((context) =>
    [false, true].map((isRefused) => severityOf(rule, { isRefused, context })),
  );
}
