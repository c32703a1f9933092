import type { Rule } from "../../src/core/rule/rule.ts";
import { alertFinder, type CorpusRecord } from "./found-alerts.ts";

/** What one attack that was carried out on purpose left in a trail. */
export interface Detonation {
  readonly name: string;
  /** Techniques that it is: `T1562.008`. */
  readonly techniques: readonly string[];
  readonly records: readonly CorpusRecord[];
}

/** Which rules see a detonation. */
export interface Detection {
  readonly name: string;
  readonly techniques: readonly string[];
  /** Rules that alert and are about one of its techniques, or about the technique that this is a way of. */
  readonly caughtBy: readonly string[];
  /** Rules that alert for another reason. */
  readonly others: readonly string[];
}

/** Rules that say only that calls were refused, or that a name is on a list: no detection of a technique. */
const NO_DETECTION: ReadonlySet<string> = new Set([
  "access-denied",
  "unauthorized-operation",
  "events-to-track",
]);

/** Which rules see each detonation by a technique that it is, each detonation by itself. */
export function detections(
  rules: readonly Rule[],
  detonations: readonly Detonation[],
): readonly Detection[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const alertsOf = alertFinder(rules);
  return detonations.map(({ name, techniques, records }) => {
    const seen = new Set(alertsOf(records).flatMap(({ ruleIds }) => ruleIds));
    const fired = [...seen].filter((id) => !NO_DETECTION.has(id)).sort();
    const isAbout = (id: string) => namesOne(byId.get(id)?.tags ?? [], techniques);
    return {
      name,
      techniques,
      caughtBy: fired.filter(isAbout),
      others: fired.filter((id) => !isAbout(id)),
    };
  });
}

/** Whether tags name one of the techniques, or the technique that one is a way of. */
export function namesOne(tags: readonly string[], techniques: readonly string[]): boolean {
  const names = techniques.flatMap((id) => [id, id.replace(/\.\d+$/, "")]);
  return names.some((id) => tags.includes(`attack.${id.toLowerCase()}`));
}
