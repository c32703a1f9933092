import { HOME_REGION, type SampleAccount } from "./organisation.ts";

/** Something that happens: what a record adds to the fields every record has. */
export interface Happening {
  /** Seconds after the sample hour began. */
  readonly at: number;
  readonly account: SampleAccount;
  readonly identity: Readonly<Record<string, unknown>> | null;
  /** E.g. `ec2.amazonaws.com`. */
  readonly source: string;
  readonly name: string;
  readonly region?: string;
  readonly address?: string;
  readonly agent?: string;
  readonly readOnly?: boolean;
  readonly request?: unknown;
  readonly response?: unknown;
  readonly additional?: unknown;
  readonly error?: readonly [code: string, message: string];
  readonly type?: string;
  readonly resources?: readonly {
    readonly ARN: string;
    readonly accountId?: string;
    readonly type?: string;
  }[];
}

/** When the sample hour begins. */
export const HOUR_START = Date.UTC(2026, 10, 2, 9, 0, 0);

/** Writes a happening as CloudTrail would: the record, with the key order CloudTrail uses. */
export function toRecord(
  it: Happening,
  ids: { eventID: string; requestID: string },
): Record<string, unknown> {
  return {
    eventVersion: "1.11",
    userIdentity: it.identity,
    eventTime: new Date(HOUR_START + it.at * 1000).toISOString().replace(".000Z", "Z"),
    eventSource: it.source,
    eventName: it.name,
    awsRegion: it.region ?? HOME_REGION,
    sourceIPAddress: it.address ?? "192.0.2.10",
    userAgent: it.agent ?? "aws-cli/2.31.4",
    ...(it.error && { errorCode: it.error[0], errorMessage: it.error[1] }),
    requestParameters: it.request ?? null,
    responseElements: it.response ?? null,
    ...(it.additional !== undefined && { additionalEventData: it.additional }),
    requestID: ids.requestID,
    eventID: ids.eventID,
    readOnly: it.readOnly ?? false,
    ...(it.resources && { resources: it.resources }),
    eventType: it.type ?? "AwsApiCall",
    managementEvent: true,
    recipientAccountId: it.account.id,
    eventCategory: "Management",
  };
}
