import { type Duration, RemovalPolicy, Stack, Token } from "aws-cdk-lib";
import { Metric, type MetricOptions } from "aws-cdk-lib/aws-cloudwatch";
import { ManagedPolicy, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  Architecture,
  type CfnFunction,
  type IDestination,
  Function as LambdaFunction,
  type Permission,
  Runtime,
  RuntimeFamily,
  Tracing,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import {
  FUNCTION_DIMENSION,
  LOG_LEVEL_ENV,
  METRIC_NAMESPACE,
  VERSION_METADATA,
} from "../../src/contract.ts";
import { roleName } from "../../src/core/deployment/name.ts";
import type { FunctionConfig } from "../../src/core/settings/config.ts";
import type { HandlerName } from "../../src/handler-bundle.ts";
import { sourceAccountOf } from "../delivery/source-account.ts";
import {
  checkEnvironment,
  checkNetwork,
  type FunctionOptions,
} from "../function/function-options.ts";
import { pick } from "./defaults.ts";
import { handlerCode, trailbridgeVersion } from "./handler-code.ts";
import { acknowledge } from "./nag-evidence.ts";
import { externalizeTokens } from "./token-references.ts";

/** What only the construct around a function decides. */
interface ProductFunctionProps extends FunctionOptions {
  readonly handler: HandlerName;
  readonly description: string;
  readonly functionName: string;
  readonly timeout: Duration;
  readonly config: FunctionConfig;
  /** What the product's own code reads. */
  readonly ownEnvironment: Readonly<Record<string, string>>;
  readonly retryAttempts?: number;
  readonly onFailure?: IDestination;
  /** Whether Lambda ends chains in which the function invokes itself. @default - it does */
  readonly recursiveLoop?: "Allow";
}

/**
 * One of the product's two functions: bundled handler with its config beside it, own role that may
 * write this function's log and traces, own log group.
 */
export class ProductFunction extends LambdaFunction {
  /** The function's own role; `role` of an imported function may be absent, this never is. */
  readonly ownRole: Role;

  constructor(scope: Construct, id: string, props: ProductFunctionProps) {
    const { handler, config, memorySizeMiB = 512, logLevel = "info" } = props;
    const { vpc, tracing = true, permissionsBoundary } = props;
    checkNetwork(props);
    const role = new Role(scope, `${id}Role`, {
      // Known before the deploy, so that another account's policy can name it.
      ...(!Token.isUnresolved(props.functionName) && {
        roleName: roleName(props.functionName, Stack.of(scope).region),
      }),
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      description: `trailbridge ${handler}`,
      ...(permissionsBoundary && { permissionsBoundary }),
    });
    const logGroup = new LogGroup(scope, `${id}Log`, {
      logGroupName: `/aws/lambda/${props.functionName}`,
      retention: props.logRetention ?? RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const externalized = externalizeTokens(config);
    checkEnvironment(props.environment ?? {});
    super(scope, id, {
      functionName: props.functionName,
      description: props.description,
      code: handlerCode(scope, handler, externalized.config),
      handler: "index.handler",
      runtime: NODEJS_24,
      architecture: Architecture.ARM_64,
      memorySize: memorySizeMiB,
      timeout: props.timeout,
      environment: {
        ...props.environment,
        ...props.ownEnvironment,
        ...externalized.environment,
        [LOG_LEVEL_ENV]: logLevel,
      },
      role,
      logGroup,
      tracing: tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      ...pick(props, ["vpc", "vpcSubnets", "environmentEncryption"]),
      ...(props.securityGroups && { securityGroups: [...props.securityGroups] }),
      ...(props.layers && { layers: [...props.layers] }),
      ...(props.reservedConcurrency !== undefined && {
        reservedConcurrentExecutions: props.reservedConcurrency,
      }),
      ...(props.retryAttempts !== undefined && { retryAttempts: props.retryAttempts }),
      ...(props.onFailure && { onFailure: props.onFailure }),
    });
    const resource = this.node.defaultChild as CfnFunction;
    resource.addMetadata(VERSION_METADATA, trailbridgeVersion());
    if (props.recursiveLoop !== undefined) {
      resource.addPropertyOverride("RecursiveLoop", props.recursiveLoop);
    }
    this.ownRole = role;
    logGroup.grantWrite(role);
    if (vpc !== undefined) admitToNetwork(role);
    acknowledge(role, {
      id: "AwsSolutions-IAM5[Resource::*]",
      reason:
        "xray:PutTraceSegments and xray:PutTelemetryRecords, which have no resource-level permissions.",
    });
  }

  /**
   * One of the counters the function writes with each invocation: `records`, `published`, `events`,
   * `alerted` and the others that the architecture page lists.
   *
   * @param props What differs from the sum of five minutes.
   */
  metricCounter(counter: string, props: MetricOptions = {}): Metric {
    return new Metric({
      namespace: METRIC_NAMESPACE,
      metricName: counter,
      dimensionsMap: { [FUNCTION_DIMENSION]: this.functionName },
      statistic: "Sum",
      ...props,
    });
  }

  /** Lets a service invoke the function for a resource, of that resource's account alone. */
  override addPermission(id: string, permission: Permission): void {
    const { sourceArn } = permission;
    const sourceAccount =
      permission.sourceAccount ??
      (sourceArn === undefined ? undefined : sourceAccountOf(sourceArn));
    super.addPermission(id, { ...permission, ...(sourceAccount && { sourceAccount }) });
  }
}

/**
 * Lets Lambda make the network interfaces of a function. The CDK does so for roles it makes itself.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 */
function admitToNetwork(role: Role): void {
  const name = "service-role/AWSLambdaVPCAccessExecutionRole";
  role.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName(name));
  acknowledge(role, {
    id: `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${name}]`,
    reason: "Network interfaces have no ARN before they are made: AWS's own policy is for this.",
  });
}

/** Named here, as the oldest CDK this works with does not know it. */
const NODEJS_24 = new Runtime("nodejs24.x", RuntimeFamily.NODEJS, { supportsInlineCode: true });
