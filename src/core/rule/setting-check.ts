import { ACCOUNTS_LIST, LISTS } from "../expression/own-variable.ts";
import { listNames } from "../list/list-use.ts";
import { eventNameProblem } from "../record/field-value.ts";
import { expressionProblems } from "./expression-check.ts";

/** What is wrong with the filter that decides which records are published. */
export function filterProblems(filter: string): readonly string[] {
  if (/^\s*`\s*(true|false|null)\s*`\s*$/.test(filter)) {
    const instead = filter.includes("true") ? "publish: all" : "a condition";
    return [`Cannot use publish.filter as it must ask something of a record: write ${instead}`];
  }
  const problems = expressionProblems(filter);
  // What is on a list changes, and the splitter reads none: without this nothing would be on it.
  if (problems.length === 0) return [...listNames([filter])].map(listProblem);
  return problems.map((problem) => {
    const named = problem.replace(/^Cannot (use|parse) expression/, "Cannot use publish.filter");
    return named === problem ? `In publish.filter: ${problem}` : named;
  });
}

function listProblem(name: string): string {
  const written = name === ACCOUNTS_LIST ? `$${name}` : `$${LISTS}.${name}`;
  return `Cannot use publish.filter as it must ask no list: write the values that ${written} has, or publish: matched`;
}

/** What is wrong with a name in `rules.eventsToTrack`. */
export function trackedEventProblems(name: string): readonly string[] {
  const reason = eventNameProblem(name);
  if (reason === undefined) return [];
  return [`Cannot track "${name}" in rules.eventsToTrack as an event must be called so: ${reason}`];
}
