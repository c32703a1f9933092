/** Who calls: a role by its session, an AWS service by itself, or the account's own root. */
export type Principal = RoleCaller | ServiceCaller | RootCaller;

/** A session of a role. */
export interface RoleCaller {
  readonly kind: "role";
  /** ARN of the role, with its path. */
  readonly roleArn: string;
  readonly session: string;
}

/** A service that acts by itself, as resource policies name it. */
export interface ServiceCaller {
  readonly kind: "service";
  /** e.g. `events.amazonaws.com` */
  readonly service: string;
}

/** The root of an account: whoever works on the local stack by hand. */
export interface RootCaller {
  readonly kind: "root";
  readonly partition: string;
  readonly account: string;
}

/** What a call asks for. */
export interface AccessRequest {
  readonly caller: Principal;
  /** e.g. `sqs:SendMessage` */
  readonly action: string;
  /** ARN of the resource, or `*` for an action that has none. */
  readonly resource: string;
  /** Account that owns the resource; an ARN of S3 does not say so. */
  readonly resourceAccount: string;
  /** Condition keys and their values; the case of a key does not matter. */
  readonly context: RequestContext;
}

/** Condition keys of a request; a key with several values has a list. */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>;

/** Account of a caller; a service has none. */
export function accountOfCaller(caller: Principal): string | undefined {
  if (caller.kind === "role") return caller.roleArn.split(":")[4];
  return caller.kind === "root" ? caller.account : undefined;
}

/** A caller as errors of AWS name it: `arn:aws:sts::111122223333:assumed-role/Role/session`. */
export function callerName(caller: Principal): string {
  switch (caller.kind) {
    case "role":
      return sessionArn(caller);
    case "service":
      return caller.service;
    case "root":
      return `arn:${caller.partition}:iam::${caller.account}:root`;
  }
}

/** ARN of a role's session, in which the role's path does not appear. */
export function sessionArn({ roleArn, session }: RoleCaller): string {
  const [, partition = "aws", , , account = "", resource = ""] = roleArn.split(":");
  return `arn:${partition}:sts::${account}:assumed-role/${resource.split("/").at(-1)}/${session}`;
}

/**
 * The values of a condition key.
 *
 * @returns `undefined` if the request does not have the key.
 */
export function contextValues(context: RequestContext, key: string): readonly string[] | undefined {
  const wanted = key.toLowerCase();
  for (const [name, value] of Object.entries(context)) {
    if (name.toLowerCase() === wanted) return typeof value === "string" ? [value] : value;
  }
  return undefined;
}
