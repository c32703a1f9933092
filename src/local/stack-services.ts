import type { EndpointServices } from "./protocol/endpoint.ts";
import type { Service } from "./protocol/service.ts";

/** Operations of each service, by its short name as in an ARN. */
export interface StackOperations {
  readonly sqs: Service;
  readonly events: Service;
  readonly secretsmanager: Service;
  readonly sns: Service;
  readonly sts: Service;
  readonly cloudtrail: Service;
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
    ],
  };
}
