import { type CountedTemplate, type DeployPlace, deployedValue } from "./deployed-value.ts";
import type { DeployedTemplate, Properties } from "./quota.ts";
import { QUOTAS } from "./quotas.ts";

/** A quota that a template goes beyond. */
export interface QuotaProblem {
  /** Logical id; none where it is the stack itself. */
  readonly id?: string;
  readonly what: string;
  readonly text: string;
}

/**
 * Quotas that a deploy of a template would go beyond: refused there, after minutes, in the words of
 * each service, and here before it begins. Only what the template itself holds is counted, not what
 * else the account has. Where a quota can be raised it is the default that counts.
 */
export function quotaProblems(template: CountedTemplate, place: DeployPlace): QuotaProblem[] {
  const all = Object.entries(template.Resources);
  const deployed: DeployedTemplate = {
    template,
    of: (type) =>
      all
        .filter(([, { Type }]) => Type === type)
        .map(([id, { Properties = {} }]) => [
          id,
          deployedValue(Properties, template, place) as Properties,
          Properties,
        ]),
  };
  return QUOTAS.flatMap(({ what, most, source, count }) =>
    count(deployed)
      .filter(([, amount]) => amount > most)
      .map(([id, amount]) => ({
        ...(id !== "" && { id }),
        what,
        text: `${number(amount)} ${what}, at most ${number(most)} are taken: ${source}`,
      })),
  );
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
