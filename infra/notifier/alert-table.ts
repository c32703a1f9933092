import { Arn, ArnFormat, RemovalPolicy, type ResourceEnvironment, Stack, Token } from "aws-cdk-lib";
import {
  type Attribute,
  AttributeType,
  BillingMode,
  CfnTable,
  type ITable,
  Table,
} from "aws-cdk-lib/aws-dynamodb";
import type { Construct } from "constructs";
import { foreignAccount } from "../shared/foreign.ts";
import type { ProductFunction } from "../shared/product-function.ts";
import { requireHere } from "../shared/usable.ts";
import type { NotifierProps } from "./notifier-props.ts";

const KEYS = {
  partitionKey: { name: "pk", type: AttributeType.STRING },
  sortKey: { name: "sk", type: AttributeType.STRING },
} as const;

/** Attribute with the second an item may go. */
const EXPIRES = "expiresAt";

/** The table of alerts: the one that is given, or one that is made. */
export function alertTable(scope: Construct, id: string, props: NotifierProps): ITable {
  const { table: existing, tableName, removalPolicy } = props;
  if (existing !== undefined) {
    requireTable(scope, existing, props);
    return existing;
  }
  const table = new Table(scope, id, {
    ...KEYS,
    timeToLiveAttribute: EXPIRES,
    billingMode: BillingMode.PAY_PER_REQUEST,
    // One that is kept when a first deploy rolls back would be in the way of the next.
    removalPolicy:
      removalPolicy === RemovalPolicy.RETAIN
        ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
        : (removalPolicy ?? RemovalPolicy.DESTROY),
    ...(tableName !== undefined && { tableName }),
  });
  // On the resource: the prop of this name is newer than the oldest CDK this works with.
  (table.node.defaultChild as CfnTable).pointInTimeRecoverySpecification = {
    pointInTimeRecoveryEnabled: true,
  };
  return table;
}

/** Lets the notifier do with the table what its adapters do, and use its key. */
export function grantAlertTable(table: ITable, notifier: ProductFunction): void {
  table.grant(notifier, ...ACTIONS);
  table.encryptionKey?.grantEncryptDecrypt(notifier);
}

const ACTIONS = [
  "dynamodb:GetItem",
  "dynamodb:PutItem",
  "dynamodb:UpdateItem",
  "dynamodb:DeleteItem",
  "dynamodb:BatchWriteItem",
  "dynamodb:Query",
];

/** Where a table is: the CDK takes one that is imported by its ARN for one of the stack's. */
function environmentOf({ tableArn, env }: ITable): ResourceEnvironment {
  if (Token.isUnresolved(tableArn)) return env;
  const { account = "", region = "" } = Arn.split(tableArn, ArnFormat.SLASH_RESOURCE_NAME);
  return { account, region };
}

function requireTable(scope: Construct, table: ITable, props: NotifierProps): void {
  for (const name of ["tableName", "removalPolicy"] as const) {
    if (props[name] === undefined) continue;
    throw new Error(`Cannot use ${name} as it is for a table that is made here: table exists`);
  }
  const env = environmentOf(table);
  requireHere(scope, "table", { env }, "the notifier speaks to the tables of its own Region");
  const account = foreignAccount({ env }, scope);
  if (account !== undefined) {
    throw new Error(
      `Cannot use table as the notifier speaks to the tables of its own account: it is of "${account}", the stack of "${Stack.of(scope).account}"`,
    );
  }
  // Of an imported table nothing more is known.
  if (!(table instanceof Table)) return;
  const schema = table.schema();
  for (const key of ["partitionKey", "sortKey"] as const) {
    const { name, type } = KEYS[key];
    const found: Attribute | undefined = schema[key];
    if (found?.name === name && found.type === type) continue;
    const is = found === undefined ? "missing" : `"${found.name}" of type ${found.type}`;
    throw new Error(
      `Cannot use table as its ${key} must be "${name}" of type ${type}: it is ${is}`,
    );
  }
  const resource = table.node.defaultChild;
  const ttl = resource instanceof CfnTable ? resource.timeToLiveSpecification : undefined;
  const attribute = (ttl as CfnTable.TimeToLiveSpecificationProperty | undefined)?.attributeName;
  if (attribute !== EXPIRES) {
    throw new Error(
      `Cannot use table as its timeToLiveAttribute must be "${EXPIRES}", or it grows for ever: it is ${attribute === undefined ? "missing" : `"${attribute}"`}`,
    );
  }
}
