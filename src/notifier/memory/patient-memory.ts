import type { RuleMemory } from "../../ports.ts";
import { type Patience, patientCalls } from "../record/patient-calls.ts";

/** The memory of rules as one batch sees it: see {@linkcode patientCalls}. */
export function patientMemory(memory: RuleMemory, patience: Patience): RuleMemory {
  const patient = patientCalls(patience);
  return {
    keep: patient(memory.keep),
    sightings: patient(memory.sightings),
    fired: patient(memory.fired),
    fire: patient(memory.fire),
    value: patient(memory.value),
    meet: patient(memory.meet),
    learnedSince: patient(memory.learnedSince),
  };
}
