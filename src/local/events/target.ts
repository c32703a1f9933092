import { jsonTextAt } from "../../core/log/json-text.ts";
import type { AwsError } from "../protocol/aws-error.ts";
import { arnOf, busArn, functionArn, type Place } from "../wiring/arn.ts";
import type { TargetWiring } from "../wiring/wiring.ts";
import { inputTransformer, type TransformingRule } from "./input-transformer.ts";
import type { RoutedEvent } from "./routed-event.ts";

/** Where targets are reached. Each throws AwsError if the resource does not take the text. */
export interface TargetDeps {
  readonly toQueue: (queue: string, body: string, attributes?: Record<string, unknown>) => void;
  readonly toFunction: (name: string, event: unknown) => void;
  readonly toTopic: (topic: string, message: string) => void;
  readonly toBus: (bus: string, event: RoutedEvent) => void;
  readonly toSink: (sink: string, text: string) => void;
}

/**
 * Reads an input path: `$`, then keys behind dots. The service knows no brackets or quotes
 * here, so a key that holds a dot cannot be named.
 *
 * @throws {Error} If it is written otherwise.
 */
function parseInputPath(path: string): readonly string[] {
  if (!/^\$(\.[\w-]+)*$/.test(path)) {
    throw new Error(`Cannot use input path as it must be "$" and keys behind dots: "${path}"`);
  }
  return path.split(".").slice(1);
}

/** What a target is sent of an event. */
export type TargetInput = (event: RoutedEvent, rule: TransformingRule) => string;

/**
 * Reads how a target's input is made.
 *
 * @throws {Error} If the service would refuse it.
 */
export function targetInput({
  input,
  inputPath,
  inputTransformer: how,
}: TargetWiring): TargetInput {
  if (input !== undefined) return () => input;
  if (how !== undefined) return inputTransformer(how);
  const path = parseInputPath(inputPath ?? "$");
  // What the path does not find is sent as an empty object, so that nothing is lost silently.
  return ({ text }) => (path.length === 0 ? text : (jsonTextAt(text, path) ?? "{}"));
}

/**
 * Hands an event to a target once.
 *
 * @param text What the target is sent of the event.
 * @throws {AwsError} If the target does not take it.
 */
export function deliverTo(
  target: TargetWiring,
  event: RoutedEvent,
  text: string,
  deps: TargetDeps,
): void {
  switch (target.kind) {
    case "sqs":
      deps.toQueue(target.queue, text);
      break;
    case "lambda":
      deps.toFunction(target.function, JSON.parse(text));
      break;
    case "sns":
      deps.toTopic(target.topic, text);
      break;
    case "bus":
      deps.toBus(target.bus, event);
      break;
    case "sink":
      deps.toSink(target.sink, text);
      break;
  }
}

/** ARN of a target's resource. */
export function targetArn(target: TargetWiring, place: Place): string {
  switch (target.kind) {
    case "sqs":
      return arnOf("sqs", target.queue, place);
    case "lambda":
      return functionArn(target.function, place);
    case "sns":
      return arnOf("sns", target.topic, place);
    case "bus":
      return busArn(target.bus, place);
    case "sink":
      return target.sink;
  }
}

/** What the service says beside an event it gives up, as message attributes. */
export function deadLetterAttributes(
  arns: { readonly rule: string; readonly target: string },
  error: AwsError,
  attempts: number,
): Record<string, unknown> {
  const values = {
    RULE_ARN: arns.rule,
    TARGET_ARN: arns.target,
    ERROR_CODE: error.code,
    ERROR_MESSAGE: error.message,
    EXHAUSTED_RETRY_CONDITION: "MaximumRetryAttempts",
    RETRY_ATTEMPTS: String(attempts),
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, StringValue]) => [
      name,
      { DataType: "String", StringValue },
    ]),
  );
}
