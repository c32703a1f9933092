/** A kind of app that people have, and what must work in it. */
export interface Kind {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** Whether it has packages of its own before it installs this one. */
  readonly before: boolean;
  /** Commands that must succeed. */
  readonly steps: readonly (readonly string[])[];
  /** Arguments of Node by which each of {@linkcode NODES} must succeed. */
  readonly nodeSteps: readonly (readonly string[])[];
}

/** The oldest of each line that package.json admits, and today's. */
export const NODES: readonly string[] = ["20.16.0", "22.2.0", "24.9.0"];

const STACK = `
import * as cdk from "aws-cdk-lib";
import { Construct } from "constructs";
import { Key } from "aws-cdk-lib/aws-kms";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { alertPattern, recordPattern, Trailbridge } from "trailbridge";

export class Monitoring extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);
    const trailbridge = new Trailbridge(this, "Trailbridge", {
      logBucket: Bucket.fromBucketName(this, "Logs", "org-cloudtrail-logs"),
      slackBotToken: Secret.fromSecretNameV2(this, "BotToken", "trailbridge/slack-bot-token"),
      slackChannel: "C0SECURITY",
      topicSubscriptions: { "security@example.com": "email" },
      operators: ["arn:aws:iam::111122223333:role/operator"],
      bus: { archiveRetention: cdk.Duration.days(7), encryptionKey: new Key(this, "Key") },
      splitter: { environment: { EXTENSION_LEVEL: "info" }, tracing: false },
      alarms: { emails: ["ops@example.com"] },
    });
    trailbridge.bus.addFirehose("Lake", { pattern: recordPattern({ readOnly: [false] }) });
    trailbridge.bus.addQueue("Alerts", { pattern: alertPattern({}) });
    trailbridge.bus.addLogGroup("Log");
  }
}
`;

const APP = `
import * as cdk from "aws-cdk-lib";
import { Monitoring } from "./stack";
const app = new cdk.App();
new Monitoring(app, "Monitoring");
app.synth();
`;

const TEST = `
import * as cdk from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { Monitoring } from "./stack";
test("alerts", () => {
  const template = Template.fromStack(new Monitoring(new cdk.App(), "Monitoring"));
  template.resourceCountIs("AWS::Events::EventBus", 1);
  // What an older CDK would leave out unsaid.
  const key = Match.objectLike({ "Fn::GetAtt": Match.arrayWith(["Arn"]) });
  template.hasResourceProperties("AWS::Events::Archive", { KmsKeyIdentifier: key });
  template.hasResourceProperties("AWS::Events::EventBus", { KmsKeyIdentifier: key });
  template.hasResourceProperties("AWS::DynamoDB::Table", { ResourcePolicy: Match.anyValue() });
  template.hasResourceProperties("AWS::Lambda::Function", { RecursiveLoop: "Allow" });
  template.hasResourceProperties("AWS::IAM::Policy", {
    PolicyName: Match.stringLikeRegexp("NotifierFunctionRole"),
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Action: ["kms:GenerateDataKey", "kms:Decrypt"],
          Resource: { "Fn::GetAtt": [Match.stringLikeRegexp("TopicKey"), "Arn"] },
        }),
      ]),
    },
  });
  template.resourceCountIs("AWS::KinesisFirehose::DeliveryStream", 1);
});
`;

const JEST = `module.exports = {
  testEnvironment: "node",
  testMatch: ["**/*.test.ts"],
  transform: { "^.+\\\\.tsx?$": "ts-jest" },
};
`;

/** Makes the constructs by Node alone, which a CDK app of either kind does in the end. */
const NODE_APP = `
const cdk = require("aws-cdk-lib");
const { Topic } = require("aws-cdk-lib/aws-sns");
const { Bucket } = require("aws-cdk-lib/aws-s3");
const { Trailbridge } = require("trailbridge");
const app = new cdk.App();
const stack = new cdk.Stack(app, "Monitoring");
new Trailbridge(stack, "Trailbridge", {
  logBucket: new Bucket(stack, "Logs"),
  topic: new Topic(stack, "Alerts"),
});
app.synth();
import("trailbridge").then((module) => {
  if (module.Trailbridge !== Trailbridge) throw new Error("Two classes of one name");
});
`;
const NODE_STEPS = [["node-app.cjs"]];

/** As the template of `cdk init app --language typescript` has it. */
const tsconfig = (options: object) =>
  JSON.stringify({
    compilerOptions: {
      target: "ES2022",
      lib: ["es2022"],
      declaration: true,
      strict: true,
      noImplicitAny: true,
      strictNullChecks: true,
      noImplicitThis: true,
      alwaysStrict: true,
      esModuleInterop: true,
      inlineSourceMap: true,
      inlineSources: true,
      experimentalDecorators: true,
      strictPropertyInitialization: false,
      skipLibCheck: false,
      noEmit: true,
      ...options,
    },
    exclude: ["node_modules"],
  });

const app = (dependencies: Record<string, string>, devDependencies: Record<string, string>) =>
  JSON.stringify({ name: "app", version: "0.1.0", private: true, dependencies, devDependencies });

/** An app as `cdk init` makes it: run by ts-node, tested by jest. */
const JEST_FILES = {
  "jest.config.js": JEST,
  "stack.ts": STACK,
  "app.ts": APP,
  "stack.test.ts": TEST,
  "node-app.cjs": NODE_APP,
};
const JEST_STEPS: Kind["steps"] = [
  ["npx", "tsc"],
  ["npx", "ts-node", "--prefer-ts-exts", "app.ts"],
  ["npx", "jest"],
];

/** CommonJS apps run by ts-node and jest, and an ES module; the command without a CDK. */
export const KINDS: readonly Kind[] = [
  {
    name: "cdk-init-2.150",
    before: true,
    files: {
      "package.json": app(
        { "aws-cdk-lib": "2.150.0", constructs: "^10.0.0" },
        {
          "@types/jest": "^29.5.12",
          "@types/node": "22.5.4",
          jest: "^29.7.0",
          "ts-jest": "^29.1.4",
          "ts-node": "^10.9.2",
          typescript: "~5.5.3",
        },
      ),
      "tsconfig.json": tsconfig({
        module: "commonjs",
        moduleResolution: "node10",
        target: "ES2020",
        lib: ["es2020", "dom"],
      }),
      ...JEST_FILES,
    },
    steps: JEST_STEPS,
    nodeSteps: NODE_STEPS,
  },
  {
    name: "cdk-init-today",
    before: true,
    files: {
      "package.json": app(
        { "aws-cdk-lib": "2.276.0", constructs: "^10.5.0" },
        {
          "@types/jest": "^30",
          "@types/node": "^24.10.1",
          jest: "^30",
          "ts-jest": "^29",
          "ts-node": "^10.9.2",
          typescript: "~5.9.3",
        },
      ),
      "tsconfig.json": tsconfig({ module: "NodeNext", moduleResolution: "NodeNext" }),
      ...JEST_FILES,
    },
    steps: JEST_STEPS,
    nodeSteps: NODE_STEPS,
  },
  {
    name: "es-module",
    before: true,
    files: {
      "package.json": app(
        { "aws-cdk-lib": "2.276.0", constructs: "^10.5.0" },
        { "@types/node": "^24.10.1", tsx: "^4", typescript: "~5.9.3" },
      ).replace("{", '{"type":"module",'),
      "tsconfig.json": tsconfig({ module: "NodeNext", moduleResolution: "NodeNext" }),
      "stack.ts": STACK,
      "app.ts": APP.replace("./stack", "./stack.js"),
      "node-app.cjs": NODE_APP,
    },
    steps: [
      ["npx", "tsc"],
      ["npx", "tsx", "app.ts"],
    ],
    nodeSteps: NODE_STEPS,
  },
  {
    name: "command",
    before: false,
    files: { "package.json": app({}, {}) },
    steps: [
      ["npx", "trailbridge", "--version"],
      ["npx", "trailbridge", "patterns"],
      ["npx", "trailbridge", "run", "--exit"],
    ],
    nodeSteps: [
      ["node_modules/trailbridge/dist/command/main.js", "--version"],
      ["node_modules/trailbridge/dist/command/main.js", "run", "--exit"],
    ],
  },
];
