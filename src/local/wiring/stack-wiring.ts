import type { EnvironmentValue } from "./wiring.ts";

/** A CloudFormation stack, as CloudFormation describes it once it is deployed. */
export interface StackWiring {
  readonly name: string;
  /** Outputs by their names. */
  readonly outputs: Readonly<Record<string, EnvironmentValue>>;
  readonly resources: readonly StackResource[];
  /** The template's text. */
  readonly template: string;
}

/** What CloudFormation made of one resource of a template. */
export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: EnvironmentValue;
}
