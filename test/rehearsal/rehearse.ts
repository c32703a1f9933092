import { parse } from "yaml";
import type { CountedTemplate } from "../../infra/quotas/deployed-value.ts";
import { quotaProblems } from "../../infra/quotas/quota-problems.ts";
import type { Settings } from "../../src/core/settings/settings.ts";
import { changesSinceAccepted } from "./accepted.ts";
import {
  exampleSettings,
  settingsOf,
  settingsTexts,
  setupSettings,
  templatesOf,
} from "./deployments.ts";
import { namesKept, namesTaken, refusals } from "./refusals.ts";
import { readReleased } from "./released.ts";
import { schemaProblems } from "./schema-problems.ts";
import type { DeployTemplate } from "./template.ts";
import { type UpgradeProblem, upgrades } from "./upgrade.ts";
import { settingsText, USER_CHANGES } from "./user-changes.ts";

/** What a rehearsal of all deploys and updates came to. */
export interface RehearsalReport {
  readonly deployments: number;
  readonly updates: number;
  readonly refused: readonly RefusedUpdate[];
  /** What schemas and quotas refuse of a template. */
  readonly invalid: readonly string[];
  /** What changed of the worked examples that nobody has accepted. */
  readonly notAccepted: readonly string[];
}

/** An update, or a first deploy, that would be refused. */
export interface RefusedUpdate extends UpgradeProblem {
  readonly from: string;
  readonly to: string;
}

/** The state of an account without a deployment. */
export const NOTHING: DeployTemplate = { Resources: {} };

/**
 * Rehearses: every deployment from nothing, after its own deletion, and from what was released with
 * the same settings; and every change a user may make, there and back. Whole, also between any two
 * of them all, and every change on every worked example.
 */
export async function rehearse({
  isWhole,
}: {
  readonly isWhole: boolean;
}): Promise<RehearsalReport> {
  const examples = await templatesOf(exampleSettings());
  const setups = await templatesOf(setupSettings());
  const changes = await changedTemplates(isWhole ? settingsTexts() : {});
  const refused: RefusedUpdate[] = [];
  let updates = 0;
  const update = (from: string, to: string, problems: readonly UpgradeProblem[]) => {
    updates += 1;
    for (const { problem, step } of problems) {
      refused.push({ from, to, problem, ...(step !== undefined && { step }) });
    }
  };
  const between = (from: string, to: string, ...states: Parameters<typeof refusals>) =>
    update(
      from,
      to,
      refusals(...states).map((problem) => ({ problem })),
    );
  const all: Record<string, DeployTemplate> = { ...examples, ...setups, ...changes.templates };
  for (const [name, template] of Object.entries(all)) {
    between("nothing", name, NOTHING, template);
    between(`${name}, deleted`, name, NOTHING, template, namesKept(template));
  }
  between(
    "two-stage-production beside it",
    "two-stage-staging",
    NOTHING,
    setups["two-stage-staging"] as DeployTemplate,
    namesTaken(setups["two-stage-production"] as DeployTemplate),
  );
  for (const [from, to] of changes.pairs) {
    const [before, after] = [all[from], all[to]] as [DeployTemplate, DeployTemplate];
    between(from, to, before, after);
    // And back, with what stayed when it went.
    const gone = Object.keys(before.Resources).filter((id) => after.Resources[id] === undefined);
    between(to, from, after, before, namesKept(before, gone));
  }
  for (const { from, problems } of await upgrades()) update(from, "today", problems);
  if (isWhole) {
    const states = Object.entries({ ...examples, ...setups });
    for (const [name, before] of states) {
      for (const [other, after] of states) {
        if (name !== other) between(name, other, before, after);
      }
    }
  }
  const sinceAccepted = changesSinceAccepted(examples);
  return {
    deployments: Object.keys(all).length + readReleased().length,
    updates,
    refused,
    invalid: Object.entries(all).flatMap(([name, it]) =>
      templateProblems(it).map((problem) => `${name}: ${problem}`),
    ),
    notAccepted: [...sinceAccepted.lost, ...sinceAccepted.made],
  };
}

/** What schemas and quotas refuse of a template. */
export function templateProblems(template: DeployTemplate): readonly string[] {
  const place = { stackName: "trailbridge" };
  return [
    ...schemaProblems(template),
    ...quotaProblems(template as CountedTemplate, place).map(
      ({ id = "the stack", text }) => `${id}: ${text}`,
    ),
  ];
}

/** Every change that a user may make: on a small base, and on other settings files. */
async function changedTemplates(bases: Readonly<Record<string, string>>) {
  const settings: Record<string, Settings> = {};
  const pairs: [from: string, to: string][] = [];
  for (const [base, text] of [["", ""], ...Object.entries(bases)] as [string, string][]) {
    for (const [change, before, after] of USER_CHANGES) {
      const [was, now] = [before, after].map((more) =>
        base === "" ? settingsOf({ it: settingsText(more) }).it : changed(text, more),
      );
      // What a set-up cannot be is no change of it: a landing zone's log files by the bucket itself.
      if (was === undefined || now === undefined) continue;
      const [from, to] = [`${base} before ${change}`.trim(), `${base} after ${change}`.trim()];
      settings[from] = was;
      settings[to] = now;
      pairs.push([from, to]);
    }
  }
  return { templates: await templatesOf(settings), pairs };
}

/** A settings file with more in it; none if it cannot be so. */
function changed(text: string, more: string): Settings | undefined {
  const base = parse(text) as Record<string, object>;
  const added = (parse(more) ?? {}) as Record<string, object>;
  const merged = Object.entries(added).map(([key, it]) => [
    key,
    Array.isArray(it) ? it : { ...base[key], ...it },
  ]);
  try {
    return settingsOf({ it: JSON.stringify({ ...base, ...Object.fromEntries(merged) }) }).it;
  } catch {
    return undefined;
  }
}
