import type { DestinationSettings } from "../alert/route.ts";
import type { RuleSet } from "../rule/rule.ts";

/**
 * What a function is started with, beside its environment: the `config.json` in its asset.
 * A file and not environment variables, which hold 4 KB in all.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export interface FunctionConfig {
  readonly ruleSet: RuleSet;
  readonly settings: RuntimeSettings;
}

/** The part of the settings the functions read; already checked, every default filled in. */
export interface RuntimeSettings {
  /** What goes on the bus: every record, those some rule could match, or those a JMESPath filter passes. */
  readonly publish: "all" | "matched" | { readonly filter: string };
  /** Whether `detail.record` carries the untouched record. */
  readonly includeRecord: boolean;
  /** Bytes of one PutEvents request. */
  readonly maxRequestBytes: number;
  /** Key prefix of log files, e.g. `AWSLogs/`. */
  readonly logPrefix: string;
  readonly destinations: DestinationSettings;
  /** Account id → name to show beside it. */
  readonly accountNames: Readonly<Record<string, string>>;
  readonly threads: {
    /** Seconds from a parent message during which repeats fold under it. */
    readonly windowSeconds: number;
    /** Replies posted under one parent; after that only its count moves. */
    readonly maxReplies: number;
  };
  readonly accessDeniedMetrics: boolean;
  readonly ruleFaultNotices: boolean;
  readonly removedObjectAlerts: boolean;
}
