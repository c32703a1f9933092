import type { CorpusRecord } from "../found-alerts.ts";

/** Who deploys infrastructure, and with what. */
export interface Deployer {
  readonly userIdentity: Readonly<Record<string, unknown>>;
  readonly userAgent: string;
  readonly sourceIPAddress: string;
}

/** A call: `ec2:CreateVpc` as policies write it, its parameters, and what it answers. */
export interface Call {
  readonly name: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly response?: Readonly<Record<string, unknown>>;
  readonly error?: string;
}

/** One thing that code describes: how it is made, read whenever code looks at it, changed and taken away. */
export interface DeployedResource {
  readonly create: readonly Call[];
  readonly read: readonly Call[];
  readonly update?: readonly Call[];
  readonly destroy: readonly Call[];
}

export const ACCOUNT = "111122223333";
export const REGION = "eu-central-1";

/** A call without an answer that matters. */
export function call(name: string, parameters?: Readonly<Record<string, unknown>>): Call {
  return { name, ...(parameters && { parameters }) };
}

/** Several calls with the same parameters. */
export function calls(names: string, parameters: Readonly<Record<string, unknown>>): Call[] {
  return names.split(" ").map((name) => call(name, parameters));
}

/** Writes records one after another, a few each second. */
export interface TrailWriter {
  readonly records: CorpusRecord[];
  write(deployer: Deployer, calls: readonly Call[]): void;
  /** Goes on at `hh:mm` of the same day. */
  at(time: string): void;
}

/** Begins a trail of one day. */
export function trailOf(day: string): TrailWriter {
  const records: CorpusRecord[] = [];
  let now = Date.parse(`${day}T08:00:00Z`);
  return {
    records,
    write(deployer, made) {
      for (const it of made) {
        // Terraform has ten calls under way at a time.
        now += 120;
        records.push(recordOf(deployer, it, new Date(now), records.length));
      }
    },
    at(time) {
      now = Math.max(now, Date.parse(`${day}T${time}:00Z`));
    },
  };
}

/** Services whose event source is not the name that policies have. */
const SOURCES: Readonly<Record<string, string>> = {
  cloudwatch: "monitoring",
  efs: "elasticfilesystem",
  elb: "elasticloadbalancing",
  stepfunctions: "states",
};

function recordOf(deployer: Deployer, made: Call, time: Date, index: number): CorpusRecord {
  const [service = "", eventName = ""] = made.name.split(":");
  return {
    eventVersion: "1.11",
    userIdentity: deployer.userIdentity,
    eventTime: time.toISOString().replace(/\.\d+/, ""),
    eventSource: `${SOURCES[service] ?? service}.amazonaws.com`,
    eventName,
    awsRegion: service === "iam" || service === "route53" ? "us-east-1" : REGION,
    sourceIPAddress: deployer.sourceIPAddress,
    userAgent: deployer.userAgent,
    ...(made.error !== undefined && { errorCode: made.error, errorMessage: made.error }),
    requestParameters: made.parameters ?? null,
    responseElements: made.response ?? null,
    requestID: `request-${index}`,
    eventID: `event-${index}`,
    readOnly: /^(Get|List|Describe|Head|BatchGet)/.test(eventName),
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: "Management",
  };
}
