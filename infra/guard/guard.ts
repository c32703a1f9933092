import { Stack } from "aws-cdk-lib";
import { type CfnTable, Table } from "aws-cdk-lib/aws-dynamodb";
import { EventBus, type IEventBus } from "aws-cdk-lib/aws-events";
import { CfnEventSourceMapping } from "aws-cdk-lib/aws-lambda";
import { Topic } from "aws-cdk-lib/aws-sns";
import { Queue } from "aws-cdk-lib/aws-sqs";
import type { IConstruct } from "constructs";
import { EVENT_SOURCE } from "../../src/contract.ts";
import type { BusAccess } from "../../src/core/deployment/bus-access.ts";
import { type Closed, denyOthers, type OwnCallers } from "./others.ts";

/**
 * Closes the queues, topics and tables that are made below a construct to everyone who is not the
 * product: nobody else puts a message, a claim or a notice there, nor takes one away.
 *
 * What no function of the product reads, dead letters above all, others may still receive: people
 * look at it and take it away.
 */
export function guardAll(scope: IConstruct, own: OwnCallers): void {
  const all = scope.node.findAll();
  const fed = new Set<unknown>(
    Stack.of(scope)
      .node.findAll()
      .map((it) => (it instanceof CfnEventSourceMapping ? it.eventSourceArn : undefined)),
  );
  for (const it of all) {
    if (it instanceof Queue) guardQueue(it, own, fed.has(it.queueArn));
    if (it instanceof Topic) guardTopic(it, own);
    if (it instanceof Table) guardTable(it, own);
  }
}

function guardQueue(queue: Queue, own: OwnCallers, isFed: boolean): void {
  const closed: Closed = {
    sid: "OnlyOwnMessages",
    actions: isFed ? [...SEND, ...RECEIVE] : SEND,
    resource: queue.queueArn,
  };
  queue.addToResourcePolicy(denyOthers(own, closed));
}

function guardTopic(topic: Topic, own: OwnCallers): void {
  const closed: Closed = {
    sid: "OnlyOwnMessages",
    actions: ["sns:Publish"],
    resource: topic.topicArn,
  };
  topic.addToResourcePolicy(denyOthers(own, closed));
}

function guardTable(table: Table, own: OwnCallers): void {
  // A table cannot name itself within its own properties: here * is the table.
  const closed: Closed = { sid: "OnlyOwnItems", actions: ITEM_ACTIONS, resource: "*" };
  const statement = denyOthers(own, closed).toStatementJson();
  // On the resource: the CDK's own way is newer than the oldest CDK this works with.
  (table.node.defaultChild as CfnTable).addPropertyOverride("ResourcePolicy.PolicyDocument", {
    Version: "2012-10-17",
    Statement: [statement],
  });
}

/**
 * Closes a bus to everyone's events but the product's and those of the accounts it admits, and to
 * theirs in the product's name.
 */
export function guardBus(bus: IEventBus, own: OwnCallers, admitted: BusAccess): void {
  if (!(bus instanceof EventBus)) return;
  const { putEvents, organizationId } = admitted;
  const closed = { actions: ["events:PutEvents"], resource: bus.eventBusArn };
  const isAdmitted =
    putEvents === "organization"
      ? { "aws:PrincipalOrgID": organizationId }
      : putEvents && { "aws:PrincipalAccount": putEvents };
  bus.addToResourcePolicy(
    denyOthers(own, {
      ...closed,
      sid: "only-own-events",
      ...(isAdmitted && { conditions: { StringNotEquals: isAdmitted } }),
    }),
  );
  if (isAdmitted === undefined) return;
  bus.addToResourcePolicy(
    denyOthers(own, {
      ...closed,
      sid: "only-own-records",
      conditions: { StringEquals: { "events:source": EVENT_SOURCE } },
    }),
  );
}

const SEND = ["sqs:SendMessage"];

const RECEIVE = [
  "sqs:ReceiveMessage",
  "sqs:DeleteMessage",
  "sqs:ChangeMessageVisibility",
  "sqs:PurgeQueue",
];

/**
 * What reads and writes items.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html
 */
const ITEM_ACTIONS = [
  "dynamodb:BatchGetItem",
  "dynamodb:BatchWriteItem",
  "dynamodb:ConditionCheckItem",
  "dynamodb:DeleteItem",
  "dynamodb:GetItem",
  "dynamodb:PartiQLDelete",
  "dynamodb:PartiQLInsert",
  "dynamodb:PartiQLSelect",
  "dynamodb:PartiQLUpdate",
  "dynamodb:PutItem",
  "dynamodb:Query",
  "dynamodb:Scan",
  "dynamodb:UpdateItem",
];
