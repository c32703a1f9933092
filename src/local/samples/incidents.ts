/*
 * One file, though long: each incident is data, and read in the order of the others.
 */
import {
  GLOBAL_REGION,
  iamUser,
  PRODUCTION,
  roleSession,
  root,
  SECURITY,
  STAGING,
} from "./organisation.ts";
import type { Happening } from "./story.ts";

/** Something that should alert, or that an ignore rule should silence, told as CloudTrail saw it. */
export interface Incident {
  readonly story: string;
  readonly happenings: readonly Happening[];
}

/** Names of the functions that take in the log files and alert. */
export interface SampleFunctions {
  readonly splitter: string;
  readonly notifier: string;
}

const MINUTE = 60;
const DENIED = (what: string): readonly [string, string] => [
  "AccessDenied",
  `User is not authorized to perform: ${what} because no identity-based policy allows the ${what} action`,
];

/** What happens in the sample hour, in the order it happens. */
export const incidents = (self: SampleFunctions): readonly Incident[] => [
  {
    story: "A contractor signs in with a password alone",
    happenings: [
      {
        at: 3 * MINUTE,
        account: STAGING,
        identity: iamUser(STAGING, "mallory"),
        source: "signin.amazonaws.com",
        name: "ConsoleLogin",
        region: GLOBAL_REGION,
        address: "192.0.2.201",
        agent: "Mozilla/5.0 (Windows NT 10.0) Chrome/143.0",
        type: "AwsConsoleSignIn",
        response: { ConsoleLogin: "Success" },
        additional: {
          LoginTo: "https://console.aws.amazon.com/console/home",
          MobileVersion: "No",
          MFAUsed: "No",
        },
      },
    ],
  },
  {
    story:
      "The stolen key of a build machine looks around from three addresses: every session has its own name",
    happenings: Array.from({ length: 48 }, (_, i) => {
      const call = ["ListBuckets", "ListUsers", "DescribeDBInstances", "ListSecrets"][
        i % 4
      ] as string;
      const from = ["s3", "iam", "rds", "secretsmanager"][i % 4] as string;
      return {
        at: 8 * MINUTE + i * 9,
        account: STAGING,
        identity: roleSession(STAGING, "ci-deploy", `run-${7000 + i}`),
        source: `${from}.amazonaws.com`,
        name: call,
        region: i % 5 === 0 ? GLOBAL_REGION : undefined,
        address: `192.0.2.${210 + (i % 3)}`,
        agent: "Boto3/1.40.1 md/Botocore#1.40.1",
        readOnly: true,
        error: DENIED(`${from}:${call}`),
      };
    }),
  },
  {
    story: "The same key tries to start machines",
    happenings: Array.from({ length: 6 }, (_, i) => ({
      at: 17 * MINUTE + i * 4,
      account: STAGING,
      identity: roleSession(STAGING, "ci-deploy", `run-${7100 + i}`),
      source: "ec2.amazonaws.com",
      name: "RunInstances",
      address: "192.0.2.212",
      agent: "Boto3/1.40.1 md/Botocore#1.40.1",
      error: [
        "Client.UnauthorizedOperation",
        "You are not authorized to perform this operation. Encoded authorization failure message: example",
      ] as const,
      request: {
        instanceType: "p5.48xlarge",
        minCount: 8,
        maxCount: 8,
        instancesSet: { items: [{ imageId: "ami-0123456789abcdef0" }] },
      },
    })),
  },
  {
    story: "Someone uses the root user of production and makes a key for it",
    happenings: [
      {
        at: 22 * MINUTE,
        account: PRODUCTION,
        identity: root(PRODUCTION),
        source: "signin.amazonaws.com",
        name: "ConsoleLogin",
        region: GLOBAL_REGION,
        address: "192.0.2.220",
        agent: "Mozilla/5.0 (X11; Linux x86_64) Chrome/143.0",
        type: "AwsConsoleSignIn",
        response: { ConsoleLogin: "Success" },
        additional: {
          LoginTo: "https://console.aws.amazon.com/console/home",
          MobileVersion: "No",
          MFAUsed: "No",
        },
      },
      {
        at: 23 * MINUTE,
        account: PRODUCTION,
        identity: root(PRODUCTION),
        source: "iam.amazonaws.com",
        name: "CreateAccessKey",
        region: GLOBAL_REGION,
        address: "192.0.2.220",
        response: {
          accessKey: {
            accessKeyId: "AKIAEXAMPLEROOTKEY00",
            status: "Active",
            createDate: "Nov 2, 2026, 9:23:00 AM",
          },
        },
      },
    ],
  },
  {
    story: "With that key the trail is thinned out, then stopped",
    happenings: [
      {
        at: 26 * MINUTE,
        account: PRODUCTION,
        identity: root(PRODUCTION),
        source: "cloudtrail.amazonaws.com",
        name: "UpdateTrail",
        address: "192.0.2.220",
        request: {
          name: "organisation-trail",
          isMultiRegionTrail: false,
          enableLogFileValidation: false,
        },
        response: {
          name: "organisation-trail",
          isMultiRegionTrail: false,
          logFileValidationEnabled: false,
        },
      },
      {
        at: 27 * MINUTE,
        account: PRODUCTION,
        identity: root(PRODUCTION),
        source: "cloudtrail.amazonaws.com",
        name: "StopLogging",
        address: "192.0.2.220",
        request: {
          name: `arn:aws:cloudtrail:eu-central-1:${PRODUCTION.id}:trail/organisation-trail`,
        },
      },
    ],
  },
  {
    story: "A role tries to delete the trail and is denied: two rules match, one alert",
    happenings: [
      {
        at: 29 * MINUTE,
        account: PRODUCTION,
        identity: roleSession(PRODUCTION, "checkout-service", "i-0badc0de0badc0de0"),
        source: "cloudtrail.amazonaws.com",
        name: "DeleteTrail",
        address: "192.0.2.130",
        error: DENIED("cloudtrail:DeleteTrail"),
        request: { name: "organisation-trail" },
      },
    ],
  },
  {
    story: "A role of staging reaches into production: caller and account differ",
    happenings: Array.from({ length: 3 }, (_, i) => ({
      at: 33 * MINUTE + i * 20,
      account: PRODUCTION,
      identity: roleSession(STAGING, "data-export", "nightly"),
      source: "s3.amazonaws.com",
      name: "GetBucketAcl",
      address: "192.0.2.77",
      readOnly: true,
      error: DENIED("s3:GetBucketAcl"),
      request: { bucketName: "shop-orders", Host: "shop-orders.s3.eu-central-1.amazonaws.com" },
    })),
  },
  {
    story: "The code of the splitter itself is replaced",
    happenings: [
      {
        at: 38 * MINUTE,
        account: SECURITY,
        identity: iamUser(SECURITY, "edsger"),
        source: "lambda.amazonaws.com",
        name: "UpdateFunctionCode20150331v2",
        address: "192.0.2.23",
        request: { functionName: self.splitter, publish: false, dryRun: false },
        response: {
          functionName: self.splitter,
          runtime: "nodejs24.x",
          codeSize: 731_112,
        },
      },
    ],
  },
  {
    story: "The notifier's settings are changed by hand",
    happenings: [
      {
        at: 39 * MINUTE,
        account: SECURITY,
        identity: iamUser(SECURITY, "edsger"),
        source: "lambda.amazonaws.com",
        name: "UpdateFunctionConfiguration20150331v2",
        address: "192.0.2.23",
        request: { functionName: self.notifier, timeout: 1 },
        response: { functionName: self.notifier, timeout: 1 },
      },
    ],
  },
  {
    story: "A bucket policy is removed: an event on the tracked list",
    happenings: [
      {
        at: 44 * MINUTE,
        account: PRODUCTION,
        identity: roleSession(
          PRODUCTION,
          "AWSReservedSSO_Administrator_fedcba9876543210",
          "grace@example.com",
        ),
        source: "s3.amazonaws.com",
        name: "DeleteBucketPolicy",
        address: "192.0.2.31",
        request: { bucketName: "shop-exports", policy: "" },
        resources: [
          { ARN: "arn:aws:s3:::shop-exports", accountId: PRODUCTION.id, type: "AWS::S3::Bucket" },
        ],
      },
    ],
  },
  {
    story: "The vulnerability scanner is denied, as every week: an ignore rule knows it",
    happenings: Array.from({ length: 12 }, (_, i) => ({
      at: 47 * MINUTE + i * 7,
      account: STAGING,
      identity: roleSession(SECURITY, "vulnerability-scanner", "weekly"),
      source: "ec2.amazonaws.com",
      name: "GetPasswordData",
      address: "192.0.2.40",
      readOnly: true,
      error: DENIED("ec2:GetPasswordData"),
    })),
  },
  {
    story: "Strangers scan a public bucket: anonymous and denied, no alert",
    happenings: Array.from({ length: 9 }, (_, i) => ({
      at: 50 * MINUTE + i * 11,
      account: PRODUCTION,
      identity: { type: "AWSAccount", principalId: "", accountId: "ANONYMOUS_PRINCIPAL" },
      source: "s3.amazonaws.com",
      name: "GetObject",
      address: `192.0.2.${230 + i}`,
      agent: "curl/8.16",
      readOnly: true,
      error: ["AccessDenied", "Access Denied"] as const,
      request: { bucketName: "shop-images", key: ".env" },
    })),
  },
  {
    story: "Someone tries a message that pings the whole channel",
    happenings: [
      {
        at: 55 * MINUTE,
        account: PRODUCTION,
        identity: iamUser(PRODUCTION, "mallory"),
        source: "iam.amazonaws.com",
        name: "CreateUser",
        region: GLOBAL_REGION,
        address: "192.0.2.201",
        agent: "``` <!channel> <https://phish.example|click here> & <@U0001>",
        error: [
          "AccessDenied",
          "``` <!everyone> *not bold* <https://phish.example|your session expired>",
        ] as const,
        request: { userName: "<!channel>" },
      },
    ],
  },
];
