import "../../support/handler-bundles.ts";
import { type Stack, Token } from "aws-cdk-lib";
import { Match, type Template } from "aws-cdk-lib/assertions";
import { SecurityGroup, Subnet, Vpc } from "aws-cdk-lib/aws-ec2";
import { ManagedPolicy } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { LayerVersion } from "aws-cdk-lib/aws-lambda";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Topic } from "aws-cdk-lib/aws-sns";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  checkEnvironment,
  type FunctionOptions,
} from "../../../infra/function/function-options.ts";
import { Trailbridge } from "../../../infra/trailbridge.ts";
import {
  CONFIG_PATH_ENV,
  LEAST_CALL_ENV,
  LOG_LEVEL_ENV,
  NOTIFIER_ENV,
  SPLITTER_ENV,
} from "../../../src/contract.ts";
import { ENV, resource, resources, synth } from "../../support/synth.ts";

const environment = suite("checkEnvironment");

for (const name of [
  ...["NODE_OPTIONS", "NODE_EXTRA_CA_CERTS", "NODE_TLS_REJECT_UNAUTHORIZED", "NODE_PATH"],
  ...["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SECRETS_MANAGER", "AWS_CA_BUNDLE", "AWS_REGION"],
  ...["AWS_LAMBDA_EXEC_WRAPPER", "AWS_ACCESS_KEY_ID", "AWS_SHARED_CREDENTIALS_FILE", "AWS_PROFILE"],
  ...["LAMBDA_TASK_ROOT", "HTTPS_PROXY", "https_proxy", "http_proxy", "ALL_PROXY", "NO_PROXY"],
  ...["GLOBAL_AGENT_HTTP_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "OPENSSL_CONF", "SSLKEYLOGFILE"],
  ...[
    "LD_PRELOAD",
    "LD_LIBRARY_PATH",
    "GLIBC_TUNABLES",
    "GCONV_PATH",
    "HOSTALIASES",
    "PATH",
    "HOME",
  ],
  ...["SLACK_API_URL", "slack_api_url", "SLACK_BOT_TOKEN", "TRAILBRIDGE_ANYTHING", "DESTINATION_1"],
  ...[CONFIG_PATH_ENV, LOG_LEVEL_ENV, LEAST_CALL_ENV],
  ...Object.values({ ...SPLITTER_ENV, ...NOTIFIER_ENV }),
]) {
  environment(`leads no call astray and weakens nothing by ${name}`, () => {
    assert.throws(
      () => checkEnvironment({ [name]: "x" }),
      (error: Error) =>
        error.message.startsWith(`Cannot set the environment variable "${name}" as it `),
    );
  });
}

environment("takes no name that Lambda would refuse in the middle of a deployment", () => {
  for (const name of ["", "A", "1ST", "WITH-DASH", "WITH SPACE", "_HANDLER", Token.asString({})]) {
    assert.throws(() => checkEnvironment({ [name]: "x" }), /as its name must be a letter, then/);
  }
});

environment("takes what an extension is told", () => {
  checkEnvironment({
    ...{ DD_SITE: "datadoghq.eu", DD_ENV: "prod", ENV: "prod", TZ: "UTC", STAGE: "prod" },
    ...{
      OTEL_SERVICE_NAME: "trailbridge",
      NEW_RELIC_ACCOUNT_ID: "1",
      POWERTOOLS_LOG_LEVEL: "INFO",
    },
  });
});

const options = suite("FunctionOptions");

options("are refused where they would be in the way of the product's own variables", () => {
  const given = { environment: { [SPLITTER_ENV.continuationQueueUrl]: "x" } };
  for (const both of [{ splitter: given }, { notifier: given }]) {
    assert.throws(
      () => synthWith(() => both),
      /Cannot set the environment variable "CONTINUATION_Q/,
    );
  }
});

options("put both functions into a network, where they can be let through", () => {
  const made = synthWith((stack) => {
    const vpc = new Vpc(stack, "Vpc");
    const group = SecurityGroup.fromSecurityGroupId(stack, "Group", "sg-0123456789abcdef0");
    const subnets = [Subnet.fromSubnetId(stack, "Subnet", "subnet-0123456789abcdef0")];
    return {
      splitter: { vpc },
      notifier: { vpc, vpcSubnets: { subnets }, securityGroups: [group] },
    };
  });
  assert.equal(
    resource(made, "AWS::Lambda::Function", "TrailbridgeNotifier").Properties.VpcConfig,
    {
      SecurityGroupIds: ["sg-0123456789abcdef0"],
      SubnetIds: ["subnet-0123456789abcdef0"],
    },
  );
  const { VpcConfig } = resource(made, "AWS::Lambda::Function", "TrailbridgeSplitter").Properties;
  assert.match(JSON.stringify(VpcConfig), /VpcPrivateSubnet1/);
  for (const role of ["TrailbridgeSplitterFunctionRole", "TrailbridgeNotifierFunctionRole"]) {
    const { ManagedPolicyArns } = resource(made, "AWS::IAM::Role", role).Properties;
    assert.match(JSON.stringify(ManagedPolicyArns), "AWSLambdaVPCAccessExecutionRole");
  }
  made.resourceCountIs("AWS::EC2::SecurityGroup", 1);
});

options("say which of them lacks its network", () => {
  assert.throws(
    () => synthWith(() => ({ notifier: { securityGroups: [] } })),
    /Cannot use securityGroups as vpc must name the network they are of: it is missing/,
  );
  assert.throws(
    () => synthWith(() => ({ splitter: { vpcSubnets: {} } })),
    /Cannot use vpcSubnets as vpc must/,
  );
});

options("reach the function: layers, environment and its key, tracing", () => {
  const layer = "arn:aws:lambda:eu-central-1:111122223333:layer:extension:3";
  const made = synthWith((stack) => ({
    splitter: {
      layers: [LayerVersion.fromLayerVersionArn(stack, "Layer", layer)],
      environment: { DD_SITE: "datadoghq.eu" },
      environmentEncryption: new Key(stack, "Key"),
      tracing: false,
    },
  }));
  const splitter = resource(made, "AWS::Lambda::Function", "TrailbridgeSplitter").Properties;
  assert.equal(splitter.Layers, [layer]);
  assert.match(JSON.stringify(splitter.KmsKeyArn), /Key/);
  const { Variables } = splitter.Environment as { Variables: Record<string, unknown> };
  assert.is(Variables.DD_SITE, "datadoghq.eu");
  assert.ok(SPLITTER_ENV.eventBusName in Variables);
  assert.is(splitter.TracingConfig, undefined);
  const untraced = Object.values(resources(made, "AWS::IAM::Policy")).filter((it) =>
    JSON.stringify(it).includes("xray:PutTraceSegments"),
  );
  assert.is(untraced.length, 1, "the notifier's alone");
});

options("bound a role, or all of them: those of consumers too", () => {
  const boundary = "arn:aws:iam::111122223333:policy/boundary";
  const of = (stack: Stack) => ManagedPolicy.fromManagedPolicyArn(stack, "Boundary", boundary);
  const bounded = (made: Template) =>
    Object.values(resources(made, "AWS::IAM::Role")).map(
      ({ Properties }) => Properties.PermissionsBoundary ?? "none",
    );
  const one = bounded(synthWith((stack) => ({ notifier: { permissionsBoundary: of(stack) } })));
  assert.is(one.filter((it) => it === boundary).length, 1);
  const all = synthWith(
    (stack) => ({ permissionsBoundary: of(stack) }),
    (it) => it.bus.addFirehose("Lake"),
  );
  const roles = Object.keys(resources(all, "AWS::IAM::Role")).filter((id) =>
    id.startsWith("Trailbridge"),
  );
  assert.is(roles.length, 4, `${roles}`);
  assert.is(bounded(all).filter((it) => it === boundary).length, 4);
  all.hasResourceProperties("AWS::IAM::Role", Match.objectLike({ PermissionsBoundary: boundary }));
});

type Options = Partial<ConstructorParameters<typeof Trailbridge>[2]> & {
  readonly splitter?: FunctionOptions;
};

function synthWith(
  of: (stack: Stack) => Options,
  use: (it: Trailbridge) => void = () => {},
): Template {
  return synth(
    (stack) => {
      const trailbridge = new Trailbridge(stack, "Trailbridge", {
        logBucket: Bucket.fromBucketName(stack, "Logs", "org-logs"),
        topic: Topic.fromTopicArn(stack, "Topic", "arn:aws:sns:eu-central-1:111122223333:alerts"),
        ...of(stack),
      });
      use(trailbridge);
    },
    { env: ENV },
  );
}

environment.run();
options.run();
