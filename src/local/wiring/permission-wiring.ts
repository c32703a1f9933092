/** Who may do what, as a template says it: roles with their policies, and policies of resources. */
export interface PermissionWiring {
  readonly roles: readonly RoleWiring[];
  /** Every resource of the templates that can have a policy, whether or not it has one. */
  readonly resources: readonly ResourceWiring[];
  /** What services would do for the templates that the local stack does not run. */
  readonly serviceCalls: readonly ServiceCallWiring[];
  /** Keys of KMS that encrypt what others hold, by the ARN of what holds it. */
  readonly keys?: readonly { readonly arn: string; readonly kmsKeyArn: string }[];
  /** Organisation of the account. @default it is in none */
  readonly organizationId?: string;
}

/** A role. */
export interface RoleWiring {
  readonly arn: string;
  /** Who may assume it. */
  readonly trust: AttachedPolicy;
  readonly policies: readonly AttachedPolicy[];
  readonly boundary?: AttachedPolicy;
}

/** A resource with the policies that are attached to it. */
export interface ResourceWiring {
  readonly arn: string;
  readonly policies: readonly AttachedPolicy[];
  /** ARN of the customer's key that encrypts what it holds. */
  readonly kmsKeyArn?: string;
}

/** A policy, and the logical id of the resource in whose template it stands. */
export interface AttachedPolicy {
  readonly id: string;
  readonly document: PolicyDocument;
}

/** A policy document with its intrinsic functions carried out. */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: readonly Readonly<Record<string, unknown>>[];
}

/** A call that a service makes by itself, or as a role. */
export interface ServiceCallWiring {
  /** When it is made, e.g. `an alarm goes off`. */
  readonly when: string;
  /** e.g. `cloudwatch.amazonaws.com`; or the ARN of a role. */
  readonly caller: string;
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}
