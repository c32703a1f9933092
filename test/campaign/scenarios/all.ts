import { faults, tableErrors } from "./faults.ts";
import { lateAnswers, outage } from "./outages.ts";
import type { Scenario } from "./scenario.ts";
import { enumeration, race, storm1, storm500 } from "./storms.ts";

/** Every scenario, by its name. */
export const SCENARIOS: ReadonlyMap<string, Scenario> = new Map(
  [faults, storm500, storm1, enumeration, outage, lateAnswers, tableErrors, race].map((one) => [
    one.name,
    one,
  ]),
);
