import { AwsError } from "../protocol/aws-error.ts";
import { type Service, textMember } from "../protocol/service.ts";
import { arnAt, type Place } from "../wiring/arn.ts";
import type { StackWiring } from "../wiring/stack-wiring.ts";
import type { EnvironmentValue } from "../wiring/wiring.ts";

/** Resources that one page of a list holds. */
const PAGE = 100;

/** When what is deployed was deployed: it does not change while the local stack runs. */
const DEPLOYED = new Date().toISOString();

/**
 * The CloudFormation operations: the stacks that are deployed, described.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Operations.html
 */
export function createCloudFormation(
  stacks: readonly StackWiring[],
  place: Place,
  urlOf: (queue: string) => string,
): Service {
  const text = (value: EnvironmentValue) =>
    typeof value === "string" ? value : urlOf(value.queueUrl);
  const idOf = (name: string) => arnAt("cloudformation", `stack/${name}/local`, place);
  const stackOf = (asked: string): StackWiring => {
    const found = stacks.find(({ name }) => name === asked || idOf(name) === asked);
    if (found !== undefined) return found;
    throw new AwsError("ValidationError", `Stack with id ${asked} does not exist`);
  };
  const described = ({ name, outputs }: StackWiring) => ({
    StackName: name,
    StackId: idOf(name),
    CreationTime: DEPLOYED,
    StackStatus: "CREATE_COMPLETE",
    Outputs: Object.entries(outputs).map(([OutputKey, value]) => ({
      OutputKey,
      OutputValue: text(value),
    })),
  });
  return {
    DescribeStacks: ({ StackName }) => ({
      Stacks: (StackName === undefined ? stacks : [stackOf(String(StackName))]).map(described),
    }),
    ListStackResources(input) {
      const { resources } = stackOf(textMember(input, "StackName", "ValidationError"));
      const from = Number(input.NextToken ?? 0);
      const until = from + PAGE;
      return {
        StackResourceSummaries: resources
          .slice(from, until)
          .map(({ logicalId, type, physicalId }) => ({
            LogicalResourceId: logicalId,
            PhysicalResourceId: text(physicalId),
            ResourceType: type,
            ResourceStatus: "CREATE_COMPLETE",
            LastUpdatedTimestamp: DEPLOYED,
          })),
        ...(until < resources.length && { NextToken: String(until) }),
      };
    },
    GetTemplate: (input) => ({
      TemplateBody: stackOf(textMember(input, "StackName", "ValidationError")).template,
    }),
  };
}
