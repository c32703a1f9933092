import { isObject } from "../record/event-text.ts";
import type { DeployedStack } from "./stack-parts.ts";

/** Something that is still there, and costs, once a stack is deleted. */
export interface Remainder {
  readonly type: string;
  readonly name: string;
  /** What it costs, by the list prices of us-east-1. */
  readonly cost: string;
  /** How it is removed. */
  readonly remove: string;
}

/**
 * What of a stack stays when it is deleted, as its template says by `DeletionPolicy`.
 *
 * @param template JSON of the template.
 */
export function whatStays(stack: DeployedStack, template: string): readonly Remainder[] {
  const { Resources } = Object(JSON.parse(template)) as { readonly Resources?: unknown };
  return stack.resources.flatMap(({ logicalId, type, physicalId }): Remainder[] => {
    const resource = isObject(Resources) ? Resources[logicalId] : undefined;
    const policy = isObject(resource) ? resource.DeletionPolicy : undefined;
    if (policy !== "Retain" && policy !== "RetainExceptOnCreate") return [];
    const known = KINDS[type];
    return [
      {
        type,
        name: physicalId,
        cost: known?.cost ?? "see the service's prices",
        remove: known?.remove(physicalId) ?? `by hand, in the console of ${type}`,
      },
    ];
  });
}

const KINDS: Readonly<
  Record<string, { readonly cost: string; readonly remove: (name: string) => string }>
> = {
  "AWS::Logs::LogGroup": {
    cost: "$0.03 a GB and month",
    remove: (name) => `aws logs delete-log-group --log-group-name ${name}`,
  },
  "AWS::S3::Bucket": {
    cost: "$0.023 a GB and month",
    remove: (name) => `aws s3 rb --force s3://${name}`,
  },
  "AWS::KMS::Key": {
    cost: "$1 a month",
    remove: (name) => `aws kms schedule-key-deletion --key-id ${name}`,
  },
  "AWS::DynamoDB::Table": {
    cost: "$0.25 a GB and month, and $0.20 for its backups",
    remove: (name) => `aws dynamodb delete-table --table-name ${name}`,
  },
};
