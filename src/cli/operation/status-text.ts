import { SUMS } from "../../contract.ts";
import { digits } from "../../core/wording/counted.ts";
import { inLine } from "../terminal-text.ts";
import { busText } from "./bus-text.ts";
import type { StackStatus } from "./stack-status.ts";

/** The status of a stack as one screen. @param now Milliseconds since the epoch. */
export function statusText(status: StackStatus, now: number): string {
  const { counters, brokenSums = [], alertsByRule, channels, queues, deadLetters } = status;
  const count = (name: string) => digits(counters?.[name] ?? 0);
  const sums = SUMS.map(({ whole, parts }) => {
    const isBroken = brokenSums.some((text) => text.startsWith(`${whole} =`));
    const right = parts.map((part) => `${part} ${count(part)}`).join(" + ");
    return `  ${whole} ${count(whole)} = ${right}${isBroken ? "   DOES NOT HOLD" : ""}`;
  });
  const lines = [
    `stack ${inLine(status.stack)}${versionText(status)}; the last ${status.hours} hours`,
    ...(counters === undefined
      ? []
      : [
          ...sums,
          `  shown ${count("drawn")}, muted ${count("muted")}, refused for good ${count("failed")}`,
        ]),
    ...(status.canarySeconds === undefined
      ? []
      : [
          `at most in the last hour: waited ${seconds(status.oldestWaitingSeconds)} to be shown, ${seconds(status.canarySeconds)} without a canary`,
        ]),
    ...section("alerts by rule", byCount(alertsByRule)),
    ...section(
      "waiting",
      channels?.map(({ channel, waiting, oldestSeconds }) => {
        const age = waiting === 0 ? "" : `, the oldest for ${oldestSeconds} s`;
        return `${inLine(channel)}  ${waiting}${age}`;
      }),
    ),
    ...section("queues", entriesOf(queues)),
    ...section("dead letters", entriesOf(deadLetters)),
    ...section(
      "muted",
      status.muted?.map(
        ({ kind, label, until, by }) =>
          `${kind} ${inLine(label)} until ${new Date(until).toISOString()}, by ${inLine(by)}`,
      ),
    ),
    ...section(
      "last log files",
      status.logFiles?.map(
        ({ account, at }) => `${account}  ${at}, ${agoText(now - Date.parse(at))} ago`,
      ),
    ),
    ...status.problems.map((problem) => `not known: ${inLine(problem)}`),
  ];
  const bus = status.bus === undefined ? "" : busText(status.bus.bus, status.bus);
  return `${lines.join("\n")}\n${bus}`;
}

/** What it was deployed by, and what asks, where that is another version. */
function versionText({ version, deployedVersion }: StackStatus): string {
  if (deployedVersion === version) return `, trailbridge ${version}`;
  if (deployedVersion === undefined) return `, asked by trailbridge ${version}`;
  const deployed = deployedVersion ?? "of a version that did not say which";
  return `, trailbridge ${inLine(deployed)}, which is not this command's ${version}: deploy again, or use that version`;
}

function section(title: string, rows: readonly string[] | undefined): string[] {
  if (rows === undefined || rows.length === 0) return [];
  return [title, ...rows.map((row) => `  ${row}`)];
}

function entriesOf(counts: Readonly<Record<string, number>> | undefined): readonly string[] {
  return Object.entries(counts ?? {}).map(([name, count]) => `${inLine(name)}  ${count}`);
}

function byCount(counts: Readonly<Record<string, number>> | undefined): readonly string[] {
  const sorted = Object.entries(counts ?? {}).sort(([, a], [, b]) => b - a);
  return sorted.map(([name, count]) => `${inLine(name)}  ${digits(count)}`);
}

/** Fractions of a second tell nobody anything. */
function seconds(value = 0): string {
  return `${digits(Math.round(value))} s`;
}

function agoText(milliseconds: number): string {
  const minutes = Math.max(0, Math.round(milliseconds / 60_000));
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
