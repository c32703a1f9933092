/** A rule on a bus, as EventBridge lists it. */
export interface BusRule {
  readonly name: string;
  readonly arn: string;
  readonly enabled: boolean;
  /** AWS service that made it, such as for an archive. */
  readonly managedBy?: string;
  readonly targets: readonly BusTarget[];
}

/** Where a rule sends what it selects. */
export interface BusTarget {
  readonly id: string;
  readonly arn: string;
}

/** What stands on the record bus. */
export interface BusStatus {
  /** Rules that are none of the stack's, or have targets that are none. */
  readonly foreign: readonly ForeignRule[];
  readonly rules: { readonly inUse: number; readonly quota: number };
  /** Targets of the rule that has the most. */
  readonly targets: { readonly most: number; readonly quota: number };
}

/** A rule that is not the stack's, or only some targets of one that is. */
export interface ForeignRule extends BusRule {
  /** Whether the rule itself is not the stack's; if not, `targets` are those that are not. */
  readonly isForeign: boolean;
}

/** What EventBridge grants an account that did not ask for more. */
const RULES_PER_BUS = 300;
const TARGETS_PER_RULE = 5;

/**
 * Tells the stack's own rules and targets from others, by what CloudFormation begins their names
 * with: a target must be in the bus's account and Region besides.
 *
 * @param names Names of what the stack holds, where they are known.
 * @param known Names or ARNs of rules and targets that are somebody's on purpose.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
export function busStatus(
  rules: readonly BusRule[],
  {
    stack,
    known,
    names = new Set(),
  }: {
    readonly stack: string;
    readonly known: readonly string[];
    readonly names?: ReadonlySet<string>;
  },
): BusStatus {
  const isOwn = (name: string) => name.startsWith(`${stack}-`) || names.has(name);
  const isKnown = (...texts: readonly string[]) => texts.some((text) => known.includes(text));
  const foreign = rules.flatMap((rule): ForeignRule[] => {
    if (isKnown(rule.name, rule.arn)) return [];
    const name =
      rule.managedBy === undefined ? rule.name : rule.name.replace(/^Events-Archive-/, "");
    if (!isOwn(name)) return [{ ...rule, isForeign: true }];
    const targets = rule.targets.filter(
      ({ arn }) =>
        // What AWS's own rules send to has no name of the account's.
        rule.managedBy === undefined && !isKnown(arn) && !isOwnTarget(arn, rule.arn, isOwn),
    );
    return targets.length === 0 ? [] : [{ ...rule, targets, isForeign: false }];
  });
  return {
    foreign,
    rules: { inUse: rules.length, quota: RULES_PER_BUS },
    targets: {
      most: Math.max(0, ...rules.map(({ targets }) => targets.length)),
      quota: TARGETS_PER_RULE,
    },
  };
}

/** Rules that a deploy may need at once: what is left of the quota must hold them. */
const KEPT_RULES = 30;

/** Whether so many rules are on a bus that the next deploy may find no room for its own. */
export function isNearlyFull({ rules: { inUse, quota } }: Pick<BusStatus, "rules">): boolean {
  return inUse > quota - KEPT_RULES;
}

function isOwnTarget(arn: string, ruleArn: string, isOwn: (name: string) => boolean): boolean {
  const [, , , region, account, ...resource] = arn.split(":");
  const [, , , ruleRegion, ruleAccount] = ruleArn.split(":");
  const names = resource.join(":").split(/[:/]/);
  return region === ruleRegion && account === ruleAccount && names.some(isOwn);
}
