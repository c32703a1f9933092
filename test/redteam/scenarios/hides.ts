import type { Product } from "../product.ts";
import { SETTINGS } from "../product.ts";
import { iamUser, LOGIN, record, roleSession, stopLogging } from "../record.ts";
import { type Scenario, type Verdict, verdictOf } from "../scenario.ts";

/** A rule file that looks for a policy open to all. */
const OPEN_POLICY = `
id: open-policy
title: Open policy
severity: critical
match: contains(requestParameters.policyDocument, '"*"')
tests:
  - { name: open, expect: match, event: { requestParameters: { policyDocument: '{"Principal":"*"}' } } }
  - { name: closed, expect: no-match, event: { requestParameters: { policyDocument: '{}' } } }
`;

/** An ignore rule with a negation: what is missing lets it hold. */
const NARROW_POLICY = `
id: narrow-policy
match: "!contains(not_null(requestParameters.policyDocument, ''), '\\"*\\"')"
reason: Nobody else is let in.
owner: ada
tests:
  - { name: closed, expect: match, event: { requestParameters: { policyDocument: '{}' } } }
  - { name: open, expect: no-match, event: { requestParameters: { policyDocument: '"*"' } } }
`;

/** What `judge` says of records: its lines, parsed. */
async function judged(
  product: Product,
  words: readonly string[],
  records: readonly unknown[],
): Promise<readonly { matched?: string[]; ignoredBy?: string | null; faults?: unknown[] }[]> {
  const lines = records.map((it) => JSON.stringify(it)).join("\n");
  const { out } = await product.cli(["judge", ...words, "-"], lines);
  return out
    .trim()
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
}

const IN_SIZE: Scenario = {
  id: "1.2-in-size",
  title:
    "hides a policy open to all behind tags, from a critical rule and by an ignore rule's negation",
  run: (product) => {
    const folder = product.folder({
      "rules/open-policy.yaml": OPEN_POLICY,
      "ignore/narrow-policy.yaml": NARROW_POLICY,
    });
    const settings = `${SETTINGS.replace("slack:", "maxRequestBytes: 16384\nslack:")}
rules: { directories: ["${folder}/rules"], ignoreDirectories: ["${folder}/ignore"] }
`;
    return product.deployed(settings, async (running) => {
      const tags = Object.fromEntries(
        Array.from({ length: 900 }, (_, n) => [`tag-${n}`, "x".repeat(40)]),
      );
      const policyDocument = `${" ".repeat(9_000)}{"Principal":"*"}`;
      await running.put([
        record({
          eventSource: "iam.amazonaws.com",
          eventName: "PutRolePolicy",
          requestParameters: { tags, policyDocument },
        }),
      ]);
      await running.idle();
      return verdictOf({ "tells of the policy": running.slack().length === 1 });
    });
  },
};

const IN_A_TYPE: Scenario = {
  id: "1.3-odd-type",
  title: "gives a field that a critical rule calculates with another type",
  run: (product) => {
    const folder = product.folder({
      "big.yaml": `
id: big
title: Large grant
severity: critical
match: eventName == 'Grant' && requestParameters.size + \`1\` > \`100\`
tests:
  - { name: large, expect: match, event: { eventName: Grant, requestParameters: { size: 500 } } }
  - { name: small, expect: no-match, event: { eventName: Grant, requestParameters: { size: 5 } } }
`,
    });
    const settings = `${SETTINGS}
ruleFaultNotices: false
rules: { directories: ["${folder}"] }
`;
    return product.deployed(settings, async (running) => {
      await running.put([record({ eventName: "Grant", requestParameters: { size: "500" } })]);
      await running.idle();
      const [message] = running.slack();
      return verdictOf({
        "says that it could not be judged": /could not be judged/i.test(message?.parent ?? ""),
      });
    });
  },
};

function judging(
  id: string,
  title: string,
  wanted: string,
  fields: Readonly<Record<string, unknown>>,
  words: readonly string[] = [],
): Scenario {
  return {
    id,
    title,
    async run(product): Promise<Verdict> {
      const [line] = await judged(product, words, [record(fields)]);
      return verdictOf({ [`matches ${wanted}`]: line?.matched?.includes(wanted) === true });
    },
  };
}

const NAMES: readonly Scenario[] = [
  judging(
    "1.4-user-path",
    "signs in without MFA as a user whose path looks like a single sign-on role",
    "console-login-without-mfa",
    {
      ...LOGIN,
      userIdentity: {
        ...iamUser("mallory"),
        arn: "arn:aws:iam::111122223333:user/assumed-role/AWSReservedSSO_x/mallory",
      },
      additionalEventData: { MFAUsed: "No" },
    },
  ),
  judging(
    "1.4-root-get",
    "has root hand out a session by a call that begins with Get",
    "root-activity",
    {
      eventName: "GetFederationToken",
      eventSource: "sts.amazonaws.com",
      readOnly: true,
      userIdentity: {
        type: "Root",
        accountId: "111122223333",
        arn: "arn:aws:iam::111122223333:root",
      },
    },
  ),
  judging("1.4-root-federated", "works in a session that root federated", "root-activity", {
    eventName: "CreateUser",
    eventSource: "iam.amazonaws.com",
    userIdentity: {
      type: "FederatedUser",
      arn: "arn:aws:sts::111122223333:federated-user/mallory",
      sessionContext: {
        sessionIssuer: { type: "Root", arn: "arn:aws:iam::111122223333:root" },
      },
    },
  }),
];

const OWN_CLOTHES: Scenario = {
  id: "1.5-own-clothes",
  title: "reads another bucket, is refused, and writes to another bus, with the splitter's role",
  run: (product) =>
    product.deployed("", async (running) => {
      // What the function itself takes for its role, session and bus: else nothing is its own.
      const self = running.local.wiring.functions?.find(
        ({ environment }) => environment?.OWN_ROLE_NAME !== undefined,
      );
      const session = self?.name ?? "";
      const role = `arn:aws:iam::111122223333:role/${self?.environment?.OWN_ROLE_NAME}`;
      const userIdentity = roleSession(role, session);
      const reads = { eventSource: "s3.amazonaws.com", eventName: "GetObject", userIdentity };
      const log = { bucketName: "logs", key: "AWSLogs/x.json.gz" };
      const write = (eventBusName: string) => ({
        eventSource: "events.amazonaws.com",
        eventName: "PutEvents",
        userIdentity,
        requestParameters: { entries: [{ eventBusName }] },
      });
      const bus = String(self?.environment?.EVENT_BUS_NAME ?? "trailbridge");
      await running.put([
        record({ ...reads, requestParameters: log }),
        record(write(bus)),
        record({ ...reads, requestParameters: { ...log, bucketName: "payroll" } }),
        record({ ...reads, requestParameters: { ...log, key: "secrets/x.json.gz" } }),
        record({ ...reads, requestParameters: log, errorCode: "AccessDenied" }),
        record({ ...reads, requestParameters: log, userIdentity: roleSession(role, "mallory") }),
        record(write("default")),
      ]);
      await running.idle();
      const filtered = running.count("filtered");
      return verdictOf({ "leaves out its own work alone": filtered === 2 }, `filtered ${filtered}`);
    }),
};

const BEHIND_A_ROUTE: Scenario = {
  id: "1.6-behind-route",
  title: "has a critical alert taken along by a route for a noisy rule that matches, too",
  run: (product) =>
    product.deployed(
      `${SETTINGS}
routes: [{ rules: [root-activity], slackChannel: C0NOISE, snsTopicArn: "arn:aws:sns:us-east-1:111122223333:noise" }]
`,
      async (running) => {
        const root = {
          type: "Root",
          arn: "arn:aws:iam::111122223333:root",
          accountId: "111122223333",
        };
        await running.put([stopLogging("organisation", { userIdentity: root })]);
        await running.idle();
        return verdictOf({ "is in the channel of what is critical": running.slack().length === 1 });
      },
    ),
};

const DOTTED_KEYS: Scenario = {
  id: "1.7-dotted-keys",
  title: "adds a key with a dot whose path is that of the field a rule looks at",
  async run(product) {
    const folder = product.folder({ "open-policy.yaml": OPEN_POLICY });
    const requestParameters = { policyDocument: '{"Principal":"*"}' };
    const decoy = { "requestParameters.policyDocument": "{}" };
    const [line] = await judged(
      product,
      ["--rules", folder],
      [record({ requestParameters, ...decoy })],
    );
    return verdictOf({ "a rule matches": line?.matched?.includes("open-policy") === true });
  },
};

const DOTTED_ON_BUS: Scenario = {
  id: "1.7-dotted-keys-on-bus",
  title: "does so with a decoy that the bus's patterns are asked about first",
  run(product) {
    const folder = product.folder({
      "grant-to-all.yaml": `
id: grant-to-all
title: Grant to all
severity: critical
match: requestParameters.grantee == 'everyone'
tests:
  - { name: all, expect: match, event: { requestParameters: { grantee: everyone } } }
  - { name: one, expect: no-match, event: { requestParameters: { grantee: ada } } }
`,
    });
    const settings = `${SETTINGS}rules: { directories: ["${folder}"] }\naccessDeniedMetrics: false\n`;
    return product.deployed(settings, async (running) => {
      const decoy = { "requestParameters.grantee": "ada" };
      await running.put([record({ requestParameters: { grantee: "everyone" }, ...decoy })]);
      await running.idle();
      return verdictOf({ "it is told": running.slack().length === 1 });
    });
  },
};

const SPELLINGS: readonly Scenario[] = [
  "UnauthorizedException",
  "AuthorizationError",
  "NotAuthorized",
  "KMS.AccessDeniedException",
  "Client.AuthFailure",
  "Forbidden",
].map((errorCode) => ({
  id: `1.8-denied-${errorCode}`,
  title: `tries what is refused as ${errorCode}`,
  async run(product) {
    const folder = product.folder({
      "settings.yaml": `${SETTINGS}rules: { packs: [default, attack] }\n`,
    });
    const words = ["--settings", `${folder}/settings.yaml`];
    const [line] = await judged(product, words, [record({ errorCode })]);
    return verdictOf({ "a rule matches": (line?.matched ?? []).length > 0 });
  },
}));

export const SCENARIOS: readonly Scenario[] = [
  IN_SIZE,
  IN_A_TYPE,
  ...NAMES,
  OWN_CLOTHES,
  BEHIND_A_ROUTE,
  DOTTED_KEYS,
  DOTTED_ON_BUS,
  ...SPELLINGS,
];
