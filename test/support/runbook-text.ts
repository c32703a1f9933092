import { type AlarmName, RUNBOOK, runbookAnchor } from "../../infra/runbook/runbook.ts";

/** The runbook of the operations page: a section per alarm, as the constructs have it. */
export function runbookText(): string {
  return Object.entries(RUNBOOK)
    .map(
      ([name, { what, look, act }]) =>
        `### <a id="${runbookAnchor(name as AlarmName)}"></a>${name}\n\n${what}\n\n- **Look at:** ${look}\n- **Do:** ${act}`,
    )
    .join("\n\n");
}
