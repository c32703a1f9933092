import { gzipSync } from "node:zlib";
import { incidents, type SampleFunctions } from "./incidents.ts";
import { ACCOUNTS, HOME_REGION, ORGANISATION_ID, type SampleAccount } from "./organisation.ts";
import { type Random, seeded } from "./random.ts";
import { type Happening, HOUR_START, toRecord } from "./story.ts";
import { traffic } from "./traffic.ts";

/** One object of the sample trail, as it would lie in the bucket. */
export interface SampleObject {
  readonly key: string;
  readonly body: Uint8Array;
  /** Elements of its `Records`; 0 for a digest. */
  readonly records: number;
}

/** An hour of an organisation trail: what lies in the bucket, and what someone then removes. */
export interface SampleLogs {
  readonly objects: readonly SampleObject[];
  /** Keys somebody deletes at the end: a log file and a digest file. */
  readonly removed: readonly string[];
}

/** Minutes one log file covers: about what CloudTrail takes. */
const SLOT_MINUTES = 5;

/** Calls in the hour that nobody should hear of. */
const BENIGN_CALLS = 900;

/**
 * Makes the sample trail: three accounts, one hour, benign traffic and the incidents, in log
 * files as CloudTrail lays them down, some of them delivered twice, beside a digest and an
 * Insight file. The same bytes on every call.
 *
 * @param self The product's own functions, which somebody changes.
 */
export function sampleLogs(self: SampleFunctions): SampleLogs {
  const random = seeded(20261102);
  const happenings = [
    ...traffic(random, BENIGN_CALLS),
    ...incidents(self).flatMap((it) => it.happenings),
  ];
  happenings.sort((a, b) => a.at - b.at);

  const objects: SampleObject[] = [];
  for (const [slot, inSlot] of group(happenings)) {
    const { account, region, end } = slot;
    const records = inSlot.map((it) =>
      toRecord(it, { eventID: random.uuid(), requestID: random.uuid() }),
    );
    const object = (): SampleObject =>
      logFile(objectKey("CloudTrail", account, region, end, random), records);
    objects.push(object());
    // Real trails deliver about a quarter of their events twice, in another file.
    if (random.next() < 0.25) objects.push(object());
  }
  const end = HOUR_START + 3_600_000;
  const digest = digestFile(random, end);
  objects.push(insightFile(random, end), digest);
  const firstLog = objects[0] as SampleObject;
  return { objects, removed: [firstLog.key, digest.key] };
}

interface Slot {
  readonly account: SampleAccount;
  readonly region: string;
  /** End of the slot, milliseconds since the epoch: the time in the key. */
  readonly end: number;
}

function group(happenings: readonly Happening[]): [Slot, Happening[]][] {
  const slots = new Map<string, [Slot, Happening[]]>();
  for (const it of happenings) {
    const number = Math.floor(it.at / (SLOT_MINUTES * 60));
    const region = it.region ?? HOME_REGION;
    const id = `${number} ${it.account.id} ${region}`;
    const slot = {
      account: it.account,
      region,
      end: HOUR_START + (number + 1) * SLOT_MINUTES * 60_000,
    };
    const entry = slots.get(id) ?? [slot, []];
    entry[1].push(it);
    slots.set(id, entry);
  }
  return [...slots.values()];
}

function logFile(key: string, records: readonly unknown[]): SampleObject {
  return { key, body: gzipSync(JSON.stringify({ Records: records })), records: records.length };
}

/** A key as CloudTrail makes it: `AWSLogs/<organisation>/<account>/CloudTrail/<region>/<date>/<file>`. */
function objectKey(
  kind: string,
  account: SampleAccount,
  region: string,
  time: number,
  random: Random,
): string {
  const [date = "", clock = ""] = new Date(time).toISOString().split("T");
  const stamp = `${date.replaceAll("-", "")}T${clock.slice(0, 5).replace(":", "")}Z`;
  const unique = random.text(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
  const folder = ["AWSLogs", ORGANISATION_ID, account.id, kind, region, ...date.split("-")].join(
    "/",
  );
  return `${folder}/${account.id}_${kind}_${region}_${stamp}_${unique}.json.gz`;
}

function insightFile(random: Random, time: number): SampleObject {
  const [account] = ACCOUNTS as [SampleAccount];
  const insight = {
    eventVersion: "1.11",
    eventTime: new Date(time - 600_000).toISOString().replace(".000Z", "Z"),
    awsRegion: HOME_REGION,
    eventID: random.uuid(),
    eventType: "AwsCloudTrailInsight",
    recipientAccountId: account.id,
    sharedEventID: random.uuid(),
    insightDetails: {
      state: "Start",
      eventSource: "secretsmanager.amazonaws.com",
      eventName: "ListSecrets",
      insightType: "ApiErrorRateInsight",
      errorCode: "AccessDenied",
      insightContext: {
        statistics: {
          baseline: { average: 0.0012 },
          insight: { average: 2.4 },
          insightDuration: 1,
        },
      },
    },
    eventCategory: "Insight",
  };
  return logFile(objectKey("CloudTrail-Insight", account, HOME_REGION, time, random), [insight]);
}

function digestFile(random: Random, time: number): SampleObject {
  const [account] = ACCOUNTS as [SampleAccount];
  const digest = {
    awsAccountId: account.id,
    digestStartTime: new Date(HOUR_START).toISOString(),
    digestEndTime: new Date(time).toISOString(),
    digestS3Bucket: "organisation-cloudtrail-logs",
    digestSignatureAlgorithm: "SHA256withRSA",
    logFiles: [],
  };
  return {
    key: objectKey("CloudTrail-Digest", account, HOME_REGION, time, random),
    body: gzipSync(JSON.stringify(digest)),
    records: 0,
  };
}
