import type { EndpointServices } from "./protocol/endpoint.ts";
import type { Service } from "./protocol/service.ts";
import { createCloudFormation } from "./services/cloudformation.ts";
import { createCloudTrail } from "./services/cloudtrail.ts";
import { createCloudWatch } from "./services/cloudwatch.ts";
import { createOrganizations } from "./services/organizations.ts";
import type { Stack } from "./stack-types.ts";
import type { Place } from "./wiring/arn.ts";
import type { Wiring } from "./wiring/wiring.ts";

/** Operations of each service, by its short name as in an ARN. */
export interface StackOperations {
  readonly sqs: Service;
  readonly events: Service;
  readonly secretsmanager: Service;
  readonly sns: Service;
  readonly sts: Service;
  readonly cloudtrail: Service;
  readonly cloudformation: Service;
  readonly cloudwatch: Service;
  readonly organizations: Service;
}

/** The services that only describe what there is. */
export function describingServices(
  { trails = [], stacks = [], organization = [] }: Wiring,
  place: Place,
  { queueUrl, metrics }: Pick<Stack, "queueUrl" | "metrics">,
): Pick<StackOperations, "cloudtrail" | "cloudformation" | "cloudwatch" | "organizations"> {
  return {
    cloudtrail: createCloudTrail(trails, place),
    cloudformation: createCloudFormation(stacks, place, queueUrl),
    cloudwatch: createCloudWatch(metrics),
    organizations: createOrganizations(organization, place),
  };
}

/** Says by which protocol, and under which names, each service is asked. */
export function stackServices(
  operations: StackOperations,
): Pick<EndpointServices, "json" | "query"> {
  const json = (target: string, name: keyof StackOperations) => ({
    target,
    name,
    operations: operations[name],
  });
  return {
    json: [
      json("AmazonSQS", "sqs"),
      json("AWSEvents", "events"),
      json("secretsmanager", "secretsmanager"),
      json("CloudTrail_20131101", "cloudtrail"),
      json("GraniteServiceVersion20100801", "cloudwatch"),
      json("AWSOrganizationsV20161128", "organizations"),
    ],
    query: [
      {
        name: "sns",
        namespace: "http://sns.amazonaws.com/doc/2010-03-31/",
        operations: operations.sns,
      },
      {
        name: "sts",
        namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
        operations: operations.sts,
      },
      {
        name: "cloudformation",
        namespace: "http://cloudformation.amazonaws.com/doc/2010-05-15/",
        operations: operations.cloudformation,
      },
    ],
  };
}
