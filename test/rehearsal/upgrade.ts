import { settingsOf, templatesOf } from "./deployments.ts";
import { reduced } from "./fixed.ts";
import { refusals } from "./refusals.ts";
import { type Released, type ReleasedDeployment, readReleased } from "./released.ts";
import type { DeployTemplate } from "./template.ts";

/** What an update from a released commit, with the settings it was deployed with, comes to. */
export interface Upgrade {
  /** `a6be594 siem`. */
  readonly from: string;
  readonly before: DeployTemplate;
  /** Today's template of the same settings, or of those that the steps make of them. */
  readonly after: DeployTemplate;
  /** What CloudFormation, or the settings' checks, would refuse. */
  readonly problems: readonly UpgradeProblem[];
}

/** One of them. */
export interface UpgradeProblem {
  readonly problem: string;
  /** What to do about it; none where nobody has said so. */
  readonly step?: string;
}

/** What gets over a problem. */
interface Step {
  readonly problem: RegExp;
  /** What to do, as the upgrade notes of `infra/docs/deploy.md` say it too. */
  readonly step: string;
  /** The same done to settings, for good. */
  readonly mend?: (settings: Settings) => Settings;
  /** The same done to settings for one deploy, after which they are as they were. */
  readonly first?: (settings: Settings) => Settings;
}

/** Settings as they were written: what is wrong with them is what this is about. */
type Settings = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What cannot be done in place, and the steps that get over it. */
export const STEPS: readonly Step[] = [
  {
    problem: /AlertTopicSubscription\w+: is taken for TrailbridgeAlertTopicSubscription/,
    step: "deploy once without the addresses of `sns.subscriptions` (with one other, where alerts have no other destination), then with them again; they confirm anew",
    first: ({ sns, ...settings }) => ({
      ...settings,
      sns: { ...sns, subscriptions: { "another@example.com": "email" } },
    }),
  },
  {
    problem: /AlertTable\w+: cannot be made as its name is taken by TrailbridgeNotifierTable/,
    step: "give `threads.tableName` another name, or leave it out",
    mend: ({ threads: { tableName: _, ...threads } = {}, ...settings }) => ({
      ...settings,
      threads,
    }),
  },
  {
    problem: /bus\.organizationId .*bus\.putEvents/,
    step: "say whom the bus lets in, by `bus.putEvents` and `bus.putRules`, or leave `bus.organizationId` out",
    mend: ({ bus: { organizationId: _, ...bus } = {}, ...settings }) => ({ ...settings, bus }),
  },
  {
    problem: /notifier\.reservedConcurrency \d+ as it must be at least/,
    step: "raise `notifier.reservedConcurrency` to what the message says, or leave it out",
    mend: ({ notifier: { reservedConcurrency: _, ...notifier } = {}, ...settings }) => ({
      ...settings,
      notifier,
    }),
  },
];

/** Updates of everything released to what the same settings make today. */
export async function upgrades(
  released: readonly Released[] = readReleased(),
): Promise<readonly Upgrade[]> {
  const all: Upgrade[] = [];
  for (const { commit, deployments } of released) {
    for (const [name, it] of Object.entries(deployments)) {
      all.push(await upgrade(`${commit.slice(0, 7)} ${name}`, it));
    }
  }
  return all;
}

async function upgrade(
  from: string,
  { settings: written, template: before }: ReleasedDeployment,
): Promise<Upgrade> {
  const refused = settingsProblems(written).map(withStep);
  const settings = refused.reduce((it, { mend }) => mend?.(it) ?? it, written as Settings);
  const after = await templateOf(settings);
  const inPlace = refusals(before, after).map(withStep);
  // The steps are gone as well: whatever they do not get over is refused with no step.
  const mended = inPlace.reduce((it, { mend }) => mend?.(it) ?? it, settings);
  const way = [before];
  const first = inPlace.find((it) => it.first !== undefined)?.first;
  if (first !== undefined) way.push(await templateOf(first(mended)));
  way.push(await templateOf(mended));
  const stillRefused = way.slice(1).flatMap((it, i) => refusals(way[i] as DeployTemplate, it));
  return {
    from,
    before,
    after,
    problems: [
      ...[...refused, ...inPlace].map(({ problem, step }) => ({
        problem,
        ...(step !== undefined && { step }),
      })),
      ...stillRefused.map((problem) => ({ problem: `with all steps done, ${problem}` })),
    ],
  };
}

async function templateOf(settings: Settings): Promise<DeployTemplate> {
  const { it } = await templatesOf(settingsOf({ it: JSON.stringify(settings) }));
  return reduced(it as DeployTemplate);
}

/** What today's checks refuse of settings: nothing, if they are as good as they were. */
function settingsProblems(settings: object): readonly string[] {
  try {
    settingsOf({ it: JSON.stringify(settings) });
    return [];
  } catch (cause) {
    const [, ...lines] = (cause as Error).message.split("\n");
    return lines.flatMap((line) => line.split(/^ *line \d+: /).slice(1));
  }
}

function withStep(problem: string): { problem: string } & Partial<Omit<Step, "problem">> {
  const { problem: _, ...step } = STEPS.find((it) => it.problem.test(problem)) ?? {};
  return { ...step, problem };
}
