import {
  ACCOUNTS,
  GLOBAL_REGION,
  iamUser,
  PRODUCTION,
  roleSession,
  SECURITY,
  STAGING,
  service,
} from "./organisation.ts";
import type { Random } from "./random.ts";
import type { Happening } from "./story.ts";

/** An hour of an organisation at work: nothing in it should alert. */
export function traffic(random: Random, calls: number): Happening[] {
  const happenings: Happening[] = [];
  for (let i = 0; i < calls; i++) {
    happenings.push({ at: random.below(3600), ...random.pick(KINDS)(random) });
  }
  return happenings;
}

type Kind = (random: Random) => Omit<Happening, "at">;

const PEOPLE = ["ada", "grace", "edsger", "barbara"] as const;
const DEVELOPER_ROLE = "AWSReservedSSO_Developer_0123456789abcdef";

/** One line each: who does what, how. Reading outweighs writing, as in a real trail. */
const KINDS: readonly Kind[] = [
  (random) => ({
    account: random.pick(ACCOUNTS),
    identity: roleSession(
      random.pick(ACCOUNTS),
      DEVELOPER_ROLE,
      `${random.pick(PEOPLE)}@example.com`,
    ),
    source: "ec2.amazonaws.com",
    name: random.pick(["DescribeInstances", "DescribeVolumes", "DescribeSecurityGroups"]),
    address: `192.0.2.${20 + random.below(20)}`,
    agent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0",
    readOnly: true,
    request: { maxResults: 100, filterSet: {} },
  }),
  (random) => ({
    account: PRODUCTION,
    identity: roleSession(
      PRODUCTION,
      "checkout-service",
      `i-${random.text(17, "0123456789abcdef")}`,
    ),
    source: "secretsmanager.amazonaws.com",
    name: "GetSecretValue",
    address: "192.0.2.130",
    agent: "aws-sdk-java/2.40.0",
    readOnly: true,
    request: { secretId: "checkout/database" },
  }),
  (random) => ({
    account: random.pick([PRODUCTION, STAGING]),
    identity: service("autoscaling.amazonaws.com"),
    source: "sts.amazonaws.com",
    name: "AssumeRole",
    address: "autoscaling.amazonaws.com",
    agent: "autoscaling.amazonaws.com",
    readOnly: true,
    request: {
      roleArn: `arn:aws:iam::${PRODUCTION.id}:role/aws-service-role/autoscaling`,
      roleSessionName: "AutoScaling",
    },
    response: {
      credentials: { accessKeyId: "ASIAEXAMPLESESSION01", expiration: "Nov 2, 2026, 10:55:00 AM" },
    },
    resources: [
      {
        ARN: `arn:aws:iam::${PRODUCTION.id}:role/aws-service-role/autoscaling`,
        accountId: PRODUCTION.id,
        type: "AWS::IAM::Role",
      },
    ],
  }),
  (random) => ({
    account: STAGING,
    identity: roleSession(STAGING, "ci-deploy", `run-${1000 + random.below(9000)}`),
    source: "cloudformation.amazonaws.com",
    name: random.pick([
      "DescribeStacks",
      "DescribeStackEvents",
      "CreateChangeSet",
      "ExecuteChangeSet",
    ]),
    address: `192.0.2.${60 + random.below(8)}`,
    agent: "aws-sdk-js/3.1170.0",
    request: { stackName: "shop-staging" },
  }),
  (random) => ({
    account: PRODUCTION,
    identity: roleSession(PRODUCTION, "orders-worker", "orders-worker"),
    source: "kms.amazonaws.com",
    name: "Decrypt",
    address: "192.0.2.131",
    agent: "aws-sdk-go-v2/1.41",
    readOnly: true,
    request: {
      encryptionAlgorithm: "SYMMETRIC_DEFAULT",
      encryptionContext: { "aws:s3:arn": "arn:aws:s3:::shop-orders" },
    },
    resources: [
      {
        ARN: `arn:aws:kms:eu-central-1:${PRODUCTION.id}:key/11111111-2222-3333-4444-555555555555`,
        accountId: PRODUCTION.id,
        type: "AWS::KMS::Key",
      },
    ],
    additional: { keyMaterialId: random.text(32, "0123456789abcdef") },
  }),
  (random) => ({
    account: SECURITY,
    identity: roleSession(SECURITY, "config-recorder", "AWSConfig-Describe"),
    source: random.pick(["s3.amazonaws.com", "iam.amazonaws.com", "rds.amazonaws.com"]),
    name: random.pick(["GetBucketPolicyStatus", "ListRolePolicies", "DescribeDBInstances"]),
    address: "config.amazonaws.com",
    agent: "config.amazonaws.com",
    readOnly: true,
    request: { bucketName: `shop-${random.pick(["orders", "images", "exports"])}` },
  }),
  (random) => ({
    account: random.pick(ACCOUNTS),
    identity: {
      ...iamUser(SECURITY, random.pick(PEOPLE)),
      sessionContext: { attributes: { mfaAuthenticated: "true" } },
    },
    source: "signin.amazonaws.com",
    name: "ConsoleLogin",
    region: GLOBAL_REGION,
    address: `192.0.2.${20 + random.below(20)}`,
    agent: "Mozilla/5.0 (Macintosh) Safari/605.1.15",
    type: "AwsConsoleSignIn",
    response: { ConsoleLogin: "Success" },
    additional: {
      LoginTo: "https://console.aws.amazon.com/console/home",
      MobileVersion: "No",
      MFAUsed: "Yes",
    },
  }),
  (random) => ({
    account: random.pick([PRODUCTION, STAGING]),
    identity: null,
    source: "kms.amazonaws.com",
    name: "RotateKey",
    address: "kms.amazonaws.com",
    agent: "kms.amazonaws.com",
    type: "AwsServiceEvent",
    additional: { keyMaterialExpirationTime: null, note: random.text(8, "abcdef") },
  }),
];
