import type { Row } from "./silencing.ts";
import { NOT_IN_THE_WAY } from "./takings.ts";

/** The page that says what came of it all. */
export function tableOf(all: readonly (readonly [string, readonly Row[]])[]): string {
  return [
    "# What is done to trailbridge is heard of",
    "",
    "Written by `npm run silencing -- --write`. Every resource that alerts need is disabled, deleted or",
    "re-pointed, in each worked example, one at a time, with both functions as they are, every call held to",
    "the template's policies, and time simulated. The columns: minutes until the alarm of the canaries and that of a dead",
    "letter, whether the alarm topic is told of the call by the [second way out](operations.md), whether",
    "the notifier shows it where alerts go. IAM is called in us-east-1: what is marked with an asterisk is",
    "told where `IamCallForwarder` is deployed there, or where the stack itself is.",
    "",
    ...all.flatMap(([name, rows]) => [
      `## ${name}`,
      "",
      "| resource | what was done | canary | dead letter | alarm topic | alerts |",
      "|---|---|---|---|---|---|",
      ...rows.map(
        ({ resource, how, call, canary, deadLetters, toTopic, toAlerts, byForwarder }) => {
          const told = (is: boolean) => (is ? `told${byForwarder ? "*" : ""}` : "");
          return `| ${resource} | ${how} (\`${call}\`) | ${minutes(canary)} | ${minutes(deadLetters)} | ${told(toTopic)} | ${told(toAlerts)} |`;
        },
      ),
      "",
    ]),
    "## What is left alone",
    "",
    "| type | why nothing is silenced by it |",
    "|---|---|",
    ...Object.entries(NOT_IN_THE_WAY).map(([type, why]) => `| ${type} | ${why} |`),
    "",
  ].join("\n");
}

function minutes(count: number | undefined): string {
  return count === undefined ? "" : `${count} min`;
}
