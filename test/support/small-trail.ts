import { gzipSync } from "node:zlib";
import { iamUser, PRODUCTION, STAGING } from "../../src/local/samples/organisation.ts";
import { type Random, seeded } from "../../src/local/samples/random.ts";
import { type Happening, toRecord } from "../../src/local/samples/story.ts";
import { traffic } from "../../src/local/samples/traffic.ts";
import { logKey } from "./splitter.ts";

/** A trail of small log files, as real ones are. */
export interface SmallTrail {
  readonly files: readonly { readonly key: string; readonly body: Uint8Array }[];
  readonly records: number;
  /** Distinct eventIDs that the default rules select, by how the trail was made. */
  readonly selected: ReadonlySet<string>;
}

/** Records of a file at each twentieth of the files, smallest first: the sizes of a real trail. */
const SIZES = [1, 3, 4, 5, 5, 5, 5, 5, 5, 5, 5, 6, 7, 8, 9, 11, 13, 16, 18, 33];

/** Share of the files whose events come again in another file. */
const AGAIN = 0.27;

/** Share of the records that the default rules select; most of a busy trail's are denied calls. */
const SELECTED = 0.3;

/** Makes a trail of `files` files under a seed. */
export function smallTrail(seed: number, files = 120): SmallTrail {
  const random = seeded(seed);
  const selected = new Set<string>();
  const trail: { key: string; body: Uint8Array }[] = [];
  let records = 0;
  for (let n = 0; n < files; n++) {
    const size = random.pick(SIZES);
    const content = Array.from({ length: size }, () => {
      const eventID = random.uuid();
      const alerts = random.next() < SELECTED;
      if (alerts) selected.add(eventID);
      const happening = alerts ? random.pick(SELECTING)(random) : traffic(random, 1)[0];
      return toRecord(happening as Happening, { eventID, requestID: random.uuid() });
    });
    const copies = random.next() < AGAIN ? ["a", "b"] : ["a"];
    // CloudTrail writes a file for each account.
    for (const account of new Set(content.map(accountOf))) {
      const own = content.filter((record) => accountOf(record) === account);
      const body = gzipSync(JSON.stringify({ Records: own }));
      for (const copy of copies) {
        const key = logKey(`${n}${copy}`).replaceAll("111122223333", account);
        trail.push({ key, body });
        records += own.length;
      }
    }
  }
  return { files: trail, records, selected };
}

function accountOf({ recipientAccountId }: Readonly<Record<string, unknown>>): string {
  return String(recipientAccountId);
}

/** What the default rules select, a kind a line. */
const SELECTING: readonly ((random: Random) => Happening)[] = [
  (random) => ({
    ...base(random),
    source: "iam.amazonaws.com",
    name: "CreateUser",
    error: ["AccessDenied", "not authorized to perform iam:CreateUser"],
  }),
  (random) => ({
    ...base(random),
    source: "kms.amazonaws.com",
    name: "Decrypt",
    error: ["AccessDeniedException", "not authorized to perform kms:Decrypt"],
  }),
  (random) => ({
    ...base(random),
    source: "ec2.amazonaws.com",
    name: "RunInstances",
    error: ["Client.UnauthorizedOperation", "You are not authorized"],
  }),
  (random) => ({
    ...base(random),
    identity: {
      type: "Root",
      arn: `arn:aws:iam::${PRODUCTION.id}:root`,
      accountId: PRODUCTION.id,
      principalId: PRODUCTION.id,
    },
    source: "iam.amazonaws.com",
    name: "CreateAccessKey",
  }),
  (random) => ({
    ...base(random),
    source: "signin.amazonaws.com",
    name: "ConsoleLogin",
    type: "AwsConsoleSignIn",
    additional: { MFAUsed: "No", MobileVersion: "No" },
    response: { ConsoleLogin: "Success" },
  }),
  (random) => ({ ...base(random), source: "cloudtrail.amazonaws.com", name: "StopLogging" }),
];

function base(random: Random) {
  const account = random.pick([PRODUCTION, STAGING]);
  return {
    at: random.below(3600),
    account,
    identity: iamUser(account, random.pick(["ada", "grace", "edsger"])),
  };
}
