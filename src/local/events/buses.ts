import { setTimeout as sleep } from "node:timers/promises";
import { type Matcher, patternMatcher } from "../../core/pattern/match.ts";
import { AwsError, toAwsError } from "../protocol/aws-error.ts";
import type { Intercept } from "../protocol/service.ts";
import type { Activity } from "../wiring/activity.ts";
import { type Place, ruleArn } from "../wiring/arn.ts";
import type { BusWiring, RuleWiring, TargetWiring } from "../wiring/wiring.ts";
import type { RoutedEvent } from "./routed-event.ts";
import {
  deadLetterAttributes,
  deliverTo,
  type TargetDeps,
  type TargetInput,
  targetArn,
  targetInput,
} from "./target.ts";

/** Event buses, their rules, and the way to their targets. */
export interface Buses {
  /**
   * Puts an event on a bus, unchecked.
   *
   * @throws {AwsError} If there is no such bus.
   */
  put(bus: string, event: RoutedEvent): void;
  /** Hands an event to all targets of a rule, whatever its pattern; what fails is tried again. */
  send(rule: TargetsOfRule, event: RoutedEvent): void;
  has(bus: string): boolean;
  counts(): readonly BusCounts[];
}

/** A rule as its targets know it. */
export type TargetsOfRule = Pick<RuleWiring, "name" | "bus" | "targets">;

/** What became of the events of one bus. */
export interface BusCounts {
  readonly bus: string;
  /** Events the bus took. */
  readonly accepted: number;
  /** Events no rule matched. */
  readonly unmatched: number;
  /** Deliveries a target took: an event may have several. */
  readonly delivered: number;
  /** Deliveries given up, to a dead-letter queue or to nowhere. */
  readonly failed: number;
}

/** What the buses need beside their rules. */
export interface BusesDeps {
  readonly place: Place;
  readonly activity: Activity;
  readonly targets: Omit<TargetDeps, "toBus">;
  readonly intercept: Intercept;
  /** How a target refuses what EventBridge may not do there. */
  readonly refuse?: (
    ruleArn: string,
    target: TargetWiring,
    event: RoutedEvent,
  ) => AwsError | undefined;
  /** Waits before each further attempt at a target, in milliseconds. */
  readonly targetRetryDelays: readonly number[];
  readonly onAccepted?: (bus: string, event: RoutedEvent) => void;
}

/** Buses an event may pass one after another: rules that send in a circle end here. */
const MAX_HOPS = 5;

interface Rule {
  readonly wiring: RuleWiring;
  readonly matches: Matcher;
}

/**
 * Makes the buses and compiles their rules.
 *
 * @throws {PatternError} If the service would refuse a rule's pattern.
 */
export function createBuses(
  buses: readonly BusWiring[],
  rules: readonly RuleWiring[],
  deps: BusesDeps,
): Buses {
  const { place, activity, intercept } = deps;
  const inputs = new WeakMap<TargetWiring, TargetInput>();
  const inputOf = (target: TargetWiring): TargetInput => {
    const input = inputs.get(target) ?? targetInput(target);
    inputs.set(target, input);
    return input;
  };
  const byBus = new Map<string, { readonly rules: Rule[]; counts: BusCounts }>();
  for (const bus of ["default", ...buses.map(({ name }) => name)]) {
    byBus.set(bus, {
      rules: [],
      counts: { bus, accepted: 0, unmatched: 0, delivered: 0, failed: 0 },
    });
  }
  for (const wiring of rules) {
    for (const target of wiring.targets) inputOf(target);
    byBus
      .get(wiring.bus ?? "default")
      ?.rules.push({ wiring, matches: patternMatcher(wiring.pattern) });
  }

  const put = (bus: string, event: RoutedEvent, hops = 0): void => {
    const found = byBus.get(bus);
    if (found === undefined) throw noBus(bus);
    const count = (name: Exclude<keyof BusCounts, "bus">) => {
      found.counts = { ...found.counts, [name]: found.counts[name] + 1 };
    };
    count("accepted");
    deps.onAccepted?.(bus, event);
    const matching = found.rules.filter(({ matches }) => matches(event.parsed));
    if (matching.length === 0) count("unmatched");
    for (const { wiring } of matching) {
      send(wiring, event, hops, (delivered) => count(delivered ? "delivered" : "failed"));
    }
  };

  const send = (
    rule: TargetsOfRule,
    event: RoutedEvent,
    hops: number,
    onEnd: (delivered: boolean) => void,
  ): void => {
    for (const target of rule.targets) {
      const end = activity.begin();
      deliver(rule, target, event, hops).then(onEnd).finally(end);
    }
  };

  const deliver = async (
    rule: TargetsOfRule,
    target: TargetWiring,
    event: RoutedEvent,
    hops: number,
  ) => {
    const toBus = (bus: string, forwarded: RoutedEvent) => {
      if (hops === MAX_HOPS) throw new AwsError("TOO_MANY_HOPS", "The event went in a circle");
      put(bus, forwarded, hops + 1);
    };
    const arns = {
      rule: ruleArn(rule.bus ?? "default", rule.name, place),
      target: targetArn(target, place),
    };
    let refusal: AwsError | undefined;
    for (let attempt = 0; ; attempt++) {
      try {
        const input = { Rule: rule.name, Target: target };
        const fault = intercept({ service: "events", operation: "DeliverToTarget", input });
        if (fault !== undefined) throw fault;
        refusal = deps.refuse?.(arns.rule, target, event);
        if (refusal !== undefined) throw refusal;
        const text = inputOf(target)(event, { name: rule.name, arn: arns.rule });
        deliverTo(target, event, text, { ...deps.targets, toBus });
        return true;
      } catch (cause) {
        // What EventBridge may not do it does not try again.
        const delay = refusal === undefined ? deps.targetRetryDelays[attempt] : undefined;
        if (delay !== undefined) {
          await sleep(delay, undefined, { ref: false });
          continue;
        }
        if (target.deadLetterQueue !== undefined) {
          const attributes = deadLetterAttributes(arns, toAwsError(cause), attempt);
          try {
            deps.targets.toQueue(target.deadLetterQueue, event.text, attributes);
          } catch {
            // What no queue takes is lost, as with the service; it counts as failed.
          }
        }
        return false;
      }
    }
  };

  return {
    put,
    send: (rule, event) => send(rule, event, 0, () => {}),
    has: (bus) => byBus.has(bus),
    counts: () => [...byBus.values()].map(({ counts }) => counts),
  };
}

function noBus(bus: string): AwsError {
  return new AwsError("ResourceNotFoundException", `Event bus ${bus} does not exist.`);
}
