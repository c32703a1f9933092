import { eventNameProblem } from "../record/field-value.ts";
import { expressionProblems } from "./expression-check.ts";

/** What is wrong with the filter that decides which records are published. */
export function filterProblems(filter: string): readonly string[] {
  if (/^\s*`\s*(true|false|null)\s*`\s*$/.test(filter)) {
    const instead = filter.includes("true") ? "publish: all" : "a condition";
    return [`Cannot use publish.filter as it must ask something of a record: write ${instead}`];
  }
  return expressionProblems(filter).map((problem) => {
    const named = problem.replace(/^Cannot (use|parse) expression/, "Cannot use publish.filter");
    return named === problem ? `In publish.filter: ${problem}` : named;
  });
}

/** What is wrong with a name in `rules.eventsToTrack`. */
export function trackedEventProblems(name: string): readonly string[] {
  const reason = eventNameProblem(name);
  if (reason === undefined) return [];
  return [`Cannot track "${name}" in rules.eventsToTrack as an event must be called so: ${reason}`];
}
