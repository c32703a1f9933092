import { sha256 } from "../record/sha256.ts";
import type { Observation } from "./sighting.ts";

/** Partition of all that is remembered of one key of a rule. */
export function memoryPartition(ruleId: string, key: string): string {
  return `memory#${ruleId}#${key}`;
}

/** Sort key of an event: by its time, then its place. */
export function sightingSort({
  sighting: { time },
  place,
}: Pick<Observation, "sighting" | "place">): string {
  return `${timeSort(time)}#${place}`;
}

/** Sort keys of the events from one time to another, both included: these, and all between. */
export function sightingSorts(from: number, to: number): readonly [first: string, last: string] {
  return [timeSort(Math.max(0, from)), `${timeSort(to)}#~`];
}

/** Sort key of the alerts that fired. */
export const FIRED_SORT = "fired";

/** Sort key of when learning began. */
export const LEARNING_SORT = "learning";

/** Sort key of a value. */
export function valueSort(value: string): string {
  return `value#${sha256(value)}`;
}

function timeSort(time: number): string {
  return `event#${new Date(time).toISOString()}`;
}
