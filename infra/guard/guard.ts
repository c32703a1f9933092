import { Lazy, Stack } from "aws-cdk-lib";
import { type CfnTable, Table } from "aws-cdk-lib/aws-dynamodb";
import type { IEventBus } from "aws-cdk-lib/aws-events";
import { CfnEventSourceMapping } from "aws-cdk-lib/aws-lambda";
import { Topic } from "aws-cdk-lib/aws-sns";
import { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct, IConstruct } from "constructs";
import { EVENT_SOURCE } from "../../src/contract.ts";
import type { BusAccess } from "../../src/core/deployment/bus-access.ts";
import { addToBusPolicy } from "./bus-policy.ts";
import { type Closed, denyOthers, type OwnCallers } from "./others.ts";

/**
 * Closes the queues, topics and tables that are made below a construct to everyone who is not the
 * product: nobody else puts a message, a claim or a notice there, nor takes one away.
 *
 * What no function of the product reads, dead letters above all, others may still receive: people
 * look at it and take it away.
 *
 * @param readers Who else may read tables; those that are added until the synthesis count.
 */
export function guardAll(
  scope: IConstruct,
  own: OwnCallers,
  readers: readonly string[] = [],
): void {
  const all = scope.node.findAll();
  const fed = new Set<unknown>(
    Stack.of(scope)
      .node.findAll()
      .map((it) => (it instanceof CfnEventSourceMapping ? it.eventSourceArn : undefined)),
  );
  for (const it of all) {
    if (it instanceof Queue) guardQueue(it, own, fed.has(it.queueArn));
    if (it instanceof Topic) guardTopic(it, own);
    if (it instanceof Table) guardTable(it, own, readers);
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

function guardTable(table: Table, own: OwnCallers, readers: readonly string[]): void {
  // A table cannot name itself within its own properties: here * is the table.
  const close = (sid: string, actions: readonly string[], others: readonly string[] = []) =>
    denyOthers(own, { sid, actions, resource: "*" }, others).toStatementJson();
  const statements = () =>
    readers.length === 0
      ? [close("OnlyOwnItems", ITEM_ACTIONS)]
      : [
          close(
            "OnlyOwnItems",
            ITEM_ACTIONS.filter((action) => !READ_ALERTS.includes(action)),
          ),
          close("OnlyOwnReaders", READ_ALERTS, readers),
        ];
  // On the resource: the CDK's own way is newer than the oldest CDK this works with.
  (table.node.defaultChild as CfnTable).addPropertyOverride("ResourcePolicy.PolicyDocument", {
    Version: "2012-10-17",
    Statement: Lazy.any({ produce: statements }),
  });
}

/**
 * Closes a bus to everyone's events but the product's and those of the accounts it admits, and to
 * theirs in the product's name. On a bus that was there before, its owner says who puts events of
 * their own: it is closed to those in the product's name alone.
 *
 * @param scope Of what needs the bus.
 * @param grantees Who else may put events; those that are added until the synthesis count.
 */
export function guardBus(
  scope: Construct,
  bus: IEventBus,
  own: OwnCallers,
  admitted: BusAccess & { readonly eventBus?: IEventBus },
  grantees: readonly string[] = [],
): void {
  const { putEvents, organizationId, eventBus: existing } = admitted;
  const isAdmitted =
    putEvents === "organization"
      ? { "aws:PrincipalOrgID": organizationId }
      : putEvents && { "aws:PrincipalAccount": putEvents };
  if (existing === undefined) {
    const closed = {
      sid: "only-own-events",
      actions: ["events:PutEvents"],
      resource: bus.eventBusArn,
      ...(isAdmitted && { conditions: { StringNotEquals: isAdmitted } }),
    };
    addToBusPolicy(scope, bus, denyOthers(own, closed, grantees));
  }
  if (existing !== undefined || isAdmitted) guardRecords(scope, bus, own);
}

/** Closes a bus that others may put events on to theirs in the product's name. */
export function guardRecords(scope: Construct, bus: IEventBus, own: OwnCallers): void {
  const sid = "only-own-records";
  if (bus.node.tryFindChild(`cdk-${sid}`) || scope.node.tryFindChild(`Policy-${sid}`)) return;
  addToBusPolicy(
    scope,
    bus,
    denyOthers(own, {
      sid,
      actions: ["events:PutEvents"],
      resource: bus.eventBusArn,
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

/** What reads items by the service's own calls: PartiQL is granted to nobody. */
export const READ_ALERTS: readonly string[] = [
  "dynamodb:BatchGetItem",
  "dynamodb:GetItem",
  "dynamodb:Query",
  "dynamodb:Scan",
];
