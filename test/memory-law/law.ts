import type { Several } from "../../src/core/memory/several.ts";
import type { Sighting } from "../../src/core/memory/sighting.ts";
import type { Rule } from "../../src/core/rule/rule.ts";
import type { Found } from "../../src/notifier/memory/recall.ts";
import type { RuleMemory } from "../../src/ports.ts";
import { createRandom, type Random } from "../support/random.ts";
import { ruleOf } from "../support/rules.ts";
import { type LawEvent, type LawStep, runLaw } from "./law-world.ts";
import { firstWindowByHand } from "./oracle.ts";

const SECOND = 1_000;
const START = Date.UTC(2026, 0, 24);

/** What one seed came to. */
export interface LawRun {
  /** What was not as it must be. */
  readonly broken: readonly string[];
  readonly kind: string;
  readonly fired: number;
}

/** Function instances that work at once in a run. */
export const NOTIFIERS = 50;

/**
 * Tries one seed: a rule, events of one key in a time or over many, in any order, some twice, at
 * fifty notifiers that crash now and then. The alert must come once, when the last event it needs is
 * written, with the events of the first full window by their own times.
 */
export async function tryLaw(
  seed: number,
  plant?: (memory: RuleMemory, random: Random) => RuleMemory,
): Promise<LawRun> {
  const random = createRandom(seed);
  const rule = ruleFrom(random);
  const events = eventsFor(rule, random);
  const steps = await runLaw({
    rule,
    events,
    random,
    notifiers: NOTIFIERS,
    ...(plant && { plant: (memory) => plant(memory, random) }),
  });
  const kind = rule.firstSeen ? "firstSeen" : rule.followedBy ? "followedBy" : "threshold";
  const broken = rule.firstSeen ? brokenValues(events, steps) : brokenAlerts(rule, events, steps);
  const fired = steps.filter((step) => step.kind === "fired").length;
  return { broken, kind, fired };
}

function ruleFrom(random: Random): Rule {
  const by = ["userIdentity.arn"];
  const within = random.of([10, 60, 300]) * SECOND;
  switch (random.below(5)) {
    case 0: {
      const named = (name: string) => ({ match: `eventName == '${name}'`, by });
      const steps = random.chance(0.5) ? [named("B")] : [named("B"), named("C")];
      return ruleOf("law", { match: "eventName == 'A'", followedBy: { within, by, steps } });
    }
    case 1:
      return ruleOf("law", {
        match: "eventName",
        firstSeen: { of: ["awsRegion"], by, days: 30, learnDays: 0 },
      });
    default: {
      const count = 2 + random.below(20);
      const distinct = random.chance(0.5) ? { distinct: ["requestParameters.names"] } : {};
      return ruleOf("law", { match: "eventName", threshold: { count, within, by, ...distinct } });
    }
  }
}

/** Mostly just so many that the alert comes by the last, and sometimes too few, or many over many windows. */
function eventsFor({ threshold, followedBy }: Rule, random: Random): readonly LawEvent[] {
  const needed = threshold?.count ?? (followedBy ? followedBy.steps.length + 1 : 5);
  const within = threshold?.within ?? followedBy?.within ?? 60 * SECOND;
  const [count, span] = random.of([
    [needed, within],
    [needed, within],
    [needed - 1, within],
    [2 * needed + 3, within],
    [3 * needed + 5, 3 * within],
    [4 * needed + 9, 12 * within],
  ] as const);
  return Array.from({ length: count }, (_, n) => {
    const names = Array.from({ length: 1 + random.below(2) }, () => `n-${random.below(count)}`);
    const isExact = count === needed;
    return {
      identity: `event-${n}`,
      time: START + SECOND * random.below(span / SECOND + 1),
      record: {
        eventName: followedBy ? "ABC"[isExact ? n : random.below(3)] : "GetParameters",
        eventID: `event-${n}`,
        awsRegion: `region-${random.below(3)}`,
        userIdentity: { arn: "arn:aws:iam::111122223333:user/ada" },
        requestParameters: { names: isExact ? [`n-${n}`] : names },
      },
    };
  });
}

/** What is wrong with the alerts of a threshold or a sequence. */
function brokenAlerts(
  rule: Rule,
  events: readonly LawEvent[],
  steps: readonly LawStep[],
): readonly string[] {
  const broken: string[] = [];
  const within = rule.threshold?.within ?? rule.followedBy?.within ?? 0;
  const belongs = (alert: Several, time: number) =>
    time >= alert.first - within && time <= alert.last + within;
  const kept: Sighting[] = [];
  const fired: Several[] = [];
  const isTaken = (time: number) => fired.some((alert) => belongs(alert, time));
  /** How many events were there when each was written. */
  const lengths = new Map<string, number>();
  /** The first full window near an event, of the first so many events that were written. */
  const firstNear = (time: number, length: number) =>
    firstWindowByHand(
      rule,
      kept.slice(0, length).filter((one) => Math.abs(one.time - time) <= within),
      isTaken,
    );
  const timeOf = new Map(events.map(({ identity, time }) => [identity, time]));
  for (const step of steps) {
    if (step.kind === "kept") {
      if (kept.some((one) => same(one, step.sighting))) continue;
      kept.push(step.sighting);
      lengths.set(step.sighting.identity, kept.length);
    } else if (step.kind === "fired") {
      const { firedBy, sightings } = step.alert;
      const ids = idsOf(sightings);
      const time = timeOf.get(firedBy) ?? 0;
      let isFirst = false;
      for (let length = lengths.get(firedBy) ?? 0; length <= kept.length && !isFirst; length++) {
        const first = firstNear(time, length);
        isFirst = first !== undefined && idsOf(first) === ids;
      }
      if (!isFirst)
        broken.push(`fired ${ids} at ${firedBy}, which was never the first full window`);
      if (fired.some((alert) => sightings.some((one) => belongs(alert, one.time)))) {
        broken.push(`fired ${ids} beside an alert that they belong to`);
      }
      fired.push(step.alert);
    } else {
      const length = lengths.get(step.identity);
      const time = timeOf.get(step.identity) ?? 0;
      const isOpen = length !== undefined && !isTaken(time);
      const first = isOpen ? firstNear(time, length) : undefined;
      if (first !== undefined)
        broken.push(`${step.identity} is done and ${idsOf(first)} not fired`);
    }
  }
  const left = firstWindowByHand(rule, kept, isTaken);
  if (left !== undefined) broken.push(`nobody fired ${idsOf(left)}`);
  const done = steps.filter((step) => step.kind === "done");
  for (const alert of fired) {
    const isListed = (identity: string) => alert.sightings.some((one) => one.identity === identity);
    const tellers = new Set(
      done
        .filter(({ identity, found }) => isOf(found, alert) && isListed(identity))
        .map(({ identity }) => identity),
    );
    if (tellers.size > 1) broken.push(`told of by ${[...tellers].join(", ")}: more than once`);
    const tells = done.some(({ found }) => isOf(found, alert));
    if (!tells) broken.push(`fired at ${alert.firedBy}, and nobody tells of it`);
    const shown = done.find(({ identity }) => identity === alert.firedBy)?.found?.alert;
    if (shown !== undefined && idsOf(shown.sightings) !== idsOf(alert.sightings)) {
      broken.push(`shows ${idsOf(shown.sightings)} and is of ${idsOf(alert.sightings)}`);
    }
  }
  const known = new Set(done.map(({ identity }) => identity));
  if (known.size !== events.length) broken.push("not every event is done");
  return broken;
}

/** What is wrong with the values that were met: each must be told of by one event alone. */
function brokenValues(events: readonly LawEvent[], steps: readonly LawStep[]): readonly string[] {
  const values = new Set(events.map(({ record }) => String(record.awsRegion)));
  const done = steps.filter((step) => step.kind === "done");
  return [...values].flatMap((value) => {
    const tellers = new Set(
      done.filter(({ found }) => found?.values.includes(value)).map(({ identity }) => identity),
    );
    return tellers.size === 1 ? [] : [`${value} is told of by ${tellers.size}`];
  });
}

function isOf(found: Found | undefined, { first, last, firedBy }: Several): boolean {
  const alert = found?.alert;
  return alert?.first === first && alert.last === last && alert.firedBy === firedBy;
}

function idsOf(sightings: readonly Sighting[]): string {
  return sightings.map(({ identity }) => identity).join(" ");
}

function same(a: Sighting, b: Sighting): boolean {
  return a.identity === b.identity && a.step === b.step;
}
