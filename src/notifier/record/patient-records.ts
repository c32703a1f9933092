import type { AlertRecords } from "../../ports.ts";
import { type Patience, patientCalls } from "./patient-calls.ts";

/** The records as one batch sees them: see {@linkcode patientCalls}. */
export function patientRecords(records: AlertRecords, patience: Patience): AlertRecords {
  const patient = patientCalls(patience);
  return {
    currentWindow: patient(records.currentWindow),
    openWindow: patient(records.openWindow),
    claimed: patient(records.claimed),
    claim: patient(records.claim),
    addMembers: patient(records.addMembers),
    widen: patient(records.widen),
    mark: patient(records.mark),
    register: patient(records.register),
  };
}
