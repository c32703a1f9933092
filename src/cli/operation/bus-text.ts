import {
  type BusStatus,
  type ForeignRule,
  isNearlyFull,
} from "../../core/deployment/bus-status.ts";
import { numbered } from "../../core/wording/counted.ts";
import { inLine } from "../terminal-text.ts";

/** What stands on the record bus, a line each. */
export function busText(bus: string, status: BusStatus): string {
  const { foreign, rules, targets } = status;
  const lines = [
    ...foreign.flatMap(foreignLines),
    ...(isNearlyFull(status)
      ? [
          "nearly full: a deploy of more rules may fail; remove rules, or ask AWS for a higher quota",
        ]
      : []),
    `${rules.inUse} of ${rules.quota} rules of bus ${inLine(bus)}, at most ${targets.most} of ${targets.quota} targets of one rule, ${numbered(foreign.length, "rule")} with something foreign`,
  ];
  return `${lines.join("\n")}\n`;
}

function foreignLines({ name, isForeign, enabled, managedBy, targets }: ForeignRule): string[] {
  const notes = [
    ...(enabled ? [] : ["disabled"]),
    ...(managedBy === undefined ? [] : [`managed by ${inLine(managedBy)}`]),
  ];
  const note = notes.length === 0 ? "" : ` (${notes.join(", ")})`;
  return [
    `${isForeign ? "foreign rule" : "rule of the stack's"} ${inLine(name)}${note}`,
    ...targets.map(
      ({ id, arn }) => `  ${isForeign ? "" : "foreign "}target ${inLine(id)}: ${inLine(arn)}`,
    ),
  ];
}
