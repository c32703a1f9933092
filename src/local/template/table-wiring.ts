import type { TableWiring } from "../wiring/wiring.ts";
import type { Deployment } from "./deployment.ts";
import type { Resolver } from "./resolver.ts";

interface TableProperties {
  readonly AttributeDefinitions?: readonly {
    readonly AttributeName: string;
    readonly AttributeType: string;
  }[];
  readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: string }[];
  readonly TimeToLiveSpecification?: { readonly AttributeName: string };
}

/** Reads the DynamoDB tables of a template; one whose keys are no strings is added to `notRun`. */
export function tableWirings(
  { template }: Deployment,
  { resolve, physical }: Resolver,
  notRun: string[],
): TableWiring[] {
  return Object.entries(template.Resources).flatMap(([id, { Type, Properties }]) => {
    if (Type !== "AWS::DynamoDB::Table") return [];
    const { name } = physical(id);
    const {
      AttributeDefinitions = [],
      KeySchema,
      TimeToLiveSpecification,
    } = resolve(Properties) as TableProperties;
    const keyOf = (type: string) =>
      KeySchema.find(({ KeyType }) => KeyType === type)?.AttributeName;
    const [key, sortKey] = [keyOf("HASH"), keyOf("RANGE")];
    const other = AttributeDefinitions.find(
      ({ AttributeName, AttributeType }) =>
        [key, sortKey].includes(AttributeName) && AttributeType !== "S",
    );
    if (key === undefined || other !== undefined) {
      notRun.push(`table ${name}: its key ${other?.AttributeName ?? ""} is no string`);
      return [];
    }
    const expiry = TimeToLiveSpecification?.AttributeName;
    return [
      {
        name,
        key,
        ...(sortKey !== undefined && { sortKey }),
        ...(expiry !== undefined && { expiry }),
      },
    ];
  });
}
