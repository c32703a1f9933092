import { eventNameProblem } from "../record/field-value.ts";

/** What is wrong with a name in `rules.eventsToTrack`. */
export function trackedEventProblems(name: string): readonly string[] {
  const reason = eventNameProblem(name);
  if (reason === undefined) return [];
  return [`Cannot track "${name}" in rules.eventsToTrack as an event must be called so: ${reason}`];
}
