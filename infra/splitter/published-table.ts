import { RemovalPolicy } from "aws-cdk-lib";
import { AttributeType, BillingMode, type CfnTable, Table } from "aws-cdk-lib/aws-dynamodb";
import type { Construct } from "constructs";
import { SPLITTER_ENV } from "../../src/contract.ts";
import type { ProductFunction } from "../shared/product-function.ts";

/**
 * Defines the table by which the splitter knows a log file again, and tells of one that is not what
 * it was. It is apart from the table of alerts, which the splitter neither reads nor writes.
 */
export function publishedTable(scope: Construct, id: string, splitter: ProductFunction): Table {
  const table = new Table(scope, id, {
    partitionKey: { name: "pk", type: AttributeType.STRING },
    sortKey: { name: "sk", type: AttributeType.STRING },
    timeToLiveAttribute: "expiresAt",
    billingMode: BillingMode.PAY_PER_REQUEST,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  // On the resource: the prop of this name is newer than the oldest CDK this works with.
  (table.node.defaultChild as CfnTable).pointInTimeRecoverySpecification = {
    pointInTimeRecoveryEnabled: true,
  };
  table.grant(splitter, "dynamodb:GetItem", "dynamodb:UpdateItem");
  splitter.addEnvironment(SPLITTER_ENV.publishedTableName, table.tableName);
  return table;
}
