import { createHash } from "node:crypto";
import type { Decision } from "../iam/decision.ts";
import { type AccessRequest, accountOfCaller, type Principal } from "../iam/request.ts";
import type { AwsError } from "../protocol/aws-error.ts";
import type { Intercept } from "../protocol/service.ts";
import { type Place, urlSuffixAt } from "../wiring/arn.ts";
import type { PermissionWiring } from "../wiring/permission-wiring.ts";
import { createJudgement, type Judgement, resourceOf } from "./judgement.ts";
import { type Ask, asksOf } from "./operation-asks.ts";
import { type AccessRefusal, refusalBy, refusalError } from "./refusal.ts";

/** Who may do what on the local stack. */
export interface Access {
  /** Access key id of a role's sessions, by which its calls are known. */
  keyOf(roleArn: string, session?: string): string;
  /** Whose an access key is; undefined for one of the account's own. */
  callerOf(accessKeyId: string | undefined): Principal | undefined;
  /** Notes whose the access key of a session is. */
  assumed(accessKeyId: string, roleArn: string, session: string): void;
  /** Refuses a call at the endpoint; one of an unknown access key is the account's own. */
  readonly intercept: Intercept;
  /** Asks for permissions; the answer is how the service that was called refuses. */
  check(service: string, caller: Principal, asks: readonly Ask[]): AwsError | undefined;
}

/** What access is told of, as it is asked. */
export interface AccessOptions {
  readonly place: Place;
  readonly onAsked?: (request: AccessRequest) => void;
  readonly onRefused: (refusal: AccessRefusal) => void;
}

/** Keys of KMS that an action of another service uses too. */
const KEY_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  "sqs:SendMessage": ["kms:GenerateDataKey", "kms:Decrypt"],
  "sqs:ReceiveMessage": ["kms:Decrypt"],
  "sns:Publish": ["kms:GenerateDataKey", "kms:Decrypt"],
  "s3:GetObject": ["kms:Decrypt"],
  "s3:PutObject": ["kms:GenerateDataKey"],
};

/**
 * Makes the one who decides by a wiring's policies.
 *
 * @throws {Error} If IAM would refuse one of them.
 */
export function createAccess(permissions: PermissionWiring, options: AccessOptions): Access {
  const { place, onAsked = () => {}, onRefused } = options;
  const judge = remembered(createJudgement(permissions));
  const callers = new Map<string, Principal>();
  const keys = new Map(
    [...permissions.resources, ...(permissions.keys ?? [])].map((it) => [it.arn, it.kmsKeyArn]),
  );
  const keyOf = (roleArn: string, session?: string): string => {
    const id = `ASIA${createHash("sha256").update(roleArn).digest("hex").slice(0, 16).toUpperCase()}`;
    if (!callers.has(id)) callers.set(id, roleCaller(roleArn, session));
    return id;
  };
  const withKeys = (asks: readonly Ask[]): readonly Ask[] =>
    asks.flatMap((ask) => {
      const key = keys.get(resourceOf(ask.resource));
      if (key === undefined) return [ask];
      const via = `${ask.action.split(":")[0]}.${place.region}.${urlSuffixAt(place.region)}`;
      const context = { ...ask.context, "kms:ViaService": via };
      const actions = KEY_ACTIONS[ask.action] ?? [];
      return [ask, ...actions.map((action) => ({ action, resource: key, context }))];
    });
  const requestOf = (caller: Principal, { action, resource, context }: Ask): AccessRequest => {
    const resourceAccount = resource.split(":")[4] || place.account;
    return {
      caller,
      action,
      resource,
      resourceAccount,
      context: {
        "aws:SecureTransport": "true",
        "aws:RequestedRegion": place.region,
        "aws:ResourceAccount": resourceAccount,
        ...callerContext(caller, permissions.organizationId),
        ...context,
      },
    };
  };
  const check: Access["check"] = (service, caller, asks) => {
    for (const ask of withKeys(asks)) {
      const request = requestOf(caller, ask);
      onAsked(request);
      const refusal = refusalBy(request, judge(request));
      if (refusal === undefined) continue;
      onRefused(refusal);
      return refusalError(service, request, refusal);
    }
    return undefined;
  };
  const callerOf: Access["callerOf"] = (accessKeyId) => callers.get(accessKeyId ?? "");
  return {
    keyOf,
    callerOf,
    check,
    assumed(accessKeyId, roleArn, session) {
      callers.set(accessKeyId, { kind: "role", roleArn, session });
    },
    intercept(call) {
      const caller = callerOf(call.accessKeyId);
      return caller && check(call.service, caller, asksOf(call, place));
    },
  };
}

/** A judgement that decides the same request once: of many thousand calls few differ. */
function remembered(judge: Judgement): Judgement {
  const decisions = new Map<string, Decision>();
  return (request) => {
    const key = JSON.stringify(request);
    const known = decisions.get(key);
    if (known !== undefined) return known;
    const decision = judge(request);
    // Objects have names of their own: it is begun anew before it fills the memory.
    if (decisions.size >= MOST_DECISIONS) decisions.clear();
    decisions.set(key, decision);
    return decision;
  };
}

const MOST_DECISIONS = 10_000;

/** A session of a role, by default named as EventBridge names its own. */
export function roleCaller(
  roleArn: string,
  session: string = roleArn.split("/").at(-1) ?? "",
): Principal {
  return { kind: "role", roleArn, session };
}

/** Whoever a text names: a service, or a role or the root of an account by its ARN. */
export function namedCaller(name: string): Principal {
  if (!name.startsWith("arn:")) return { kind: "service", service: name };
  const [, partition = "", , , account = "", resource] = name.split(":");
  return resource === "root" ? { kind: "root", partition, account } : roleCaller(name);
}

function callerContext(
  caller: Principal,
  organizationId: string | undefined,
): Readonly<Record<string, string>> {
  if (caller.kind === "service") {
    return { "aws:PrincipalIsAWSService": "true", "aws:PrincipalServiceName": caller.service };
  }
  return {
    "aws:PrincipalIsAWSService": "false",
    "aws:PrincipalAccount": accountOfCaller(caller) ?? "",
    ...(caller.kind === "role" && {
      "aws:PrincipalArn": caller.roleArn,
      "aws:PrincipalType": "AssumedRole",
    }),
    ...(organizationId !== undefined && { "aws:PrincipalOrgID": organizationId }),
  };
}
