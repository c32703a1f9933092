import type { Severity } from "../../src/core/rule/rule.ts";
import type { Random } from "../support/random.ts";

/** The organisation's accounts; the last has a channel of its own. */
export const ACCOUNTS = ["111122223333", "222233334444", "333344445555"] as const;

/** One call as the trail has it, and what of it the checks need to know. */
export interface TrailEvent {
  readonly id: string;
  /** Milliseconds since the epoch, whole seconds as CloudTrail has them. */
  readonly time: number;
  readonly rule: string | undefined;
  readonly severity: Severity | undefined;
  readonly actor: string;
  readonly session: string;
  readonly account: string;
  readonly region: string;
  readonly address: string;
  readonly eventName: string;
  readonly errorCode: string | undefined;
  readonly resource: string | undefined;
  readonly root: boolean;
}

/** What a scenario says of a call; the rest is made up. */
export interface CallSketch {
  readonly kind: keyof typeof KINDS;
  readonly time: number;
  readonly actor: string;
  readonly session?: string;
  readonly account?: string;
  readonly region?: string;
  readonly address?: string;
  readonly eventName?: string;
  readonly resource?: string;
}

interface Kind {
  readonly rule: string | undefined;
  readonly severity: Severity | undefined;
  readonly eventName: string;
  readonly source: string;
  readonly errorCode?: string;
  readonly root?: boolean;
  /** Name of the request parameter the resource stands in. */
  readonly parameter: string;
}

/** What a trail holds, by the rule it is made for. */
export const KINDS = {
  denied: {
    rule: "campaign-denied",
    severity: "medium",
    eventName: "GetObject",
    source: "s3.amazonaws.com",
    errorCode: "AccessDenied",
    parameter: "bucketName",
  },
  change: {
    rule: "campaign-change",
    severity: "high",
    eventName: "PutBucketPolicy",
    source: "s3.amazonaws.com",
    parameter: "bucketName",
  },
  login: {
    rule: "campaign-key",
    severity: "low",
    eventName: "CreateAccessKey",
    source: "iam.amazonaws.com",
    parameter: "userName",
  },
  root: {
    rule: "campaign-root",
    severity: "critical",
    eventName: "CreateVirtualMFADevice",
    source: "iam.amazonaws.com",
    root: true,
    parameter: "virtualMFADeviceName",
  },
  stop: {
    rule: "campaign-stop",
    severity: "critical",
    eventName: "StopLogging",
    source: "cloudtrail.amazonaws.com",
    parameter: "name",
  },
  quiet: {
    rule: undefined,
    severity: undefined,
    eventName: "DescribeInstances",
    source: "ec2.amazonaws.com",
    parameter: "instanceId",
  },
} as const satisfies Readonly<Record<string, Kind>>;

/** The rules the trail is made for. */
export const CAMPAIGN_RULES = [
  rule("campaign-denied", "Access denied", "medium", "errorCode == 'AccessDenied'"),
  rule("campaign-change", "Bucket policy changed", "high", "eventName == 'PutBucketPolicy'"),
  rule("campaign-key", "Access key made", "low", "eventName == 'CreateAccessKey'"),
  rule("campaign-root", "Root was used", "critical", `"userIdentity.type" == 'Root'`),
  rule("campaign-stop", "Trail stopped", "critical", "eventName == 'StopLogging'"),
];

function rule(id: string, title: string, severity: Severity, match: string) {
  return { id, title, description: `${title}.`, severity, match, tags: [], references: [] };
}

/** Makes events and their records, each with an id that no other has. */
export class Trail {
  readonly #random: Random;
  readonly #seed: number;
  #count = 0;

  constructor(seed: number, random: Random) {
    this.#seed = seed;
    this.#random = random;
  }

  event(sketch: CallSketch): TrailEvent {
    const kind: Kind = KINDS[sketch.kind];
    const number = (++this.#count).toString(16).padStart(12, "0");
    const seed = (this.#seed >>> 0).toString(16).padStart(8, "0");
    return {
      id: `${seed}-0000-4000-8000-${number}`,
      time: Math.floor(sketch.time / 1_000) * 1_000,
      rule: kind.rule,
      severity: kind.severity,
      actor: sketch.actor,
      session: sketch.session ?? `session-${this.#random.below(3)}`,
      account: sketch.account ?? this.#random.of(ACCOUNTS),
      region: sketch.region ?? this.#random.of(["us-east-1", "eu-west-1", "ap-south-1"]),
      address: sketch.address ?? `192.0.2.${1 + this.#random.below(6)}`,
      eventName: sketch.eventName ?? kind.eventName,
      errorCode: kind.errorCode,
      resource: sketch.resource,
      root: kind.root === true,
    };
  }

  /** The event as CloudTrail writes it. */
  record(event: TrailEvent, kindName: keyof typeof KINDS): Record<string, unknown> {
    const kind: Kind = KINDS[kindName];
    const { account, actor, session } = event;
    return {
      eventVersion: "1.11",
      userIdentity: event.root
        ? {
            type: "Root",
            principalId: account,
            arn: `arn:aws:iam::${account}:root`,
            accountId: account,
          }
        : {
            type: "AssumedRole",
            principalId: `AROAEXAMPLE:${session}`,
            arn: `arn:aws:sts::${account}:assumed-role/${actor}/${session}`,
            accountId: account,
            sessionContext: {
              sessionIssuer: {
                type: "Role",
                principalId: "AROAEXAMPLE",
                arn: `arn:aws:iam::${account}:role/${actor}`,
                accountId: account,
                userName: actor,
              },
            },
          },
      eventTime: new Date(event.time).toISOString().replace(/\.\d+Z$/, "Z"),
      eventSource: kind.source,
      eventName: event.eventName,
      awsRegion: event.region,
      sourceIPAddress: event.address,
      userAgent: "aws-cli/2.17.0",
      ...(event.errorCode !== undefined && {
        errorCode: event.errorCode,
        errorMessage: `${actor} is not authorized to perform ${event.eventName}`,
      }),
      requestParameters: event.resource === undefined ? null : { [kind.parameter]: event.resource },
      responseElements: null,
      eventID: event.id,
      readOnly: false,
      eventType: "AwsApiCall",
      managementEvent: true,
      recipientAccountId: account,
      eventCategory: "Management",
    };
  }
}
