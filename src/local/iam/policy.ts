import { type PolicyCondition, readCondition } from "./condition.ts";
import { type Principals, readPrincipals } from "./principal.ts";

/** A policy, read. */
export interface Policy {
  readonly statements: readonly Statement[];
}

/** One statement of a policy. */
export interface Statement {
  readonly effect: "Allow" | "Deny";
  readonly actions: Names;
  /** Absent in the trust policy of a role, which is about the role. */
  readonly resources?: Names;
  /** Absent in an identity policy, which is about whom it is attached to. */
  readonly principals?: Principals;
  readonly conditions: readonly PolicyCondition[];
  /** Whether `${...}` stands for a value of the request. */
  readonly hasVariables: boolean;
}

/**
 * What a policy is attached to: whom it is about is said by what it is attached to (identity), or
 * by itself (resource, and the trust in a role).
 */
export type Attachment = "identity" | "resource" | "trust";

/** Texts with wildcards: those that are meant, or all but those. */
export interface Names {
  readonly not: boolean;
  readonly patterns: readonly string[];
}

/**
 * Reads a policy document.
 *
 * @param document The document, or its JSON text.
 * @param attachment What it is attached to.
 * @throws {Error} If IAM would refuse it: an element or an operator it does not know, one that is
 * missing, or both of a pair such as `Action` and `NotAction`.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function readPolicy(document: unknown, attachment: Attachment): Policy {
  const value: unknown = typeof document === "string" ? JSON.parse(document) : document;
  const { Version, Statement, Id, ...others } = objectOf(value, "policy");
  refuseOthers(others, "policy");
  if (Version !== undefined && Version !== "2012-10-17" && Version !== "2008-10-17") {
    throw refusal(`Version ${JSON.stringify(Version)}`);
  }
  if (Id !== undefined && typeof Id !== "string") throw refusal(`Id ${JSON.stringify(Id)}`);
  if (Statement === undefined) throw refusal("no Statement");
  const hasVariables = Version === "2012-10-17";
  const statements = [Statement].flat().map((each) => readStatement(each, hasVariables));
  for (const { resources, principals } of statements) {
    const needs = (name: string, isThere: boolean, isWanted: boolean) => {
      if (isThere === isWanted) return;
      throw refusal(`${isWanted ? "no" : "a"} ${name} in a policy of a ${OF[attachment]}`);
    };
    needs("Resource", resources !== undefined, attachment !== "trust");
    needs("Principal", principals !== undefined, attachment !== "identity");
  }
  return { statements };
}

const OF = { identity: "role", resource: "resource", trust: "role's trust" } as const;

function readStatement(value: unknown, hasVariables: boolean): Statement {
  const statement = objectOf(value, "statement");
  const { Sid, Effect, Action, NotAction, Resource, NotResource, ...rest } = statement;
  const { Principal, NotPrincipal, Condition: conditions = {}, ...others } = rest;
  refuseOthers(others, "statement");
  if (Sid !== undefined && typeof Sid !== "string") throw refusal(`Sid ${JSON.stringify(Sid)}`);
  if (Effect !== "Allow" && Effect !== "Deny") {
    throw refusal(`Effect ${JSON.stringify(Effect)}`);
  }
  const actions = readNames("Action", Action, NotAction);
  if (actions === undefined) throw refusal("a statement without Action");
  const bad = actions.patterns.find((action) => !/^(\*|[\w-]+:[\w*?-]+)$/.test(action));
  if (bad !== undefined) throw refusal(`Action ${JSON.stringify(bad)}`);
  const resources = readNames("Resource", Resource, NotResource);
  if (Principal !== undefined && NotPrincipal !== undefined) {
    throw refusal("both Principal and NotPrincipal");
  }
  const principal = Principal ?? NotPrincipal;
  return {
    effect: Effect,
    actions,
    ...(resources !== undefined && { resources }),
    ...(principal !== undefined && {
      principals: readPrincipals(principal, NotPrincipal !== undefined),
    }),
    conditions: readConditions(conditions),
    hasVariables,
  };
}

function readNames(name: string, names: unknown, notNames: unknown): Names | undefined {
  if (names !== undefined && notNames !== undefined) throw refusal(`both ${name} and Not${name}`);
  const given = names ?? notNames;
  if (given === undefined) return undefined;
  const patterns: unknown[] = [given].flat();
  if (patterns.length === 0 || !patterns.every((it) => typeof it === "string")) {
    throw refusal(`${name} ${JSON.stringify(given)}`);
  }
  return { not: notNames !== undefined, patterns: patterns as string[] };
}

function readConditions(value: unknown): readonly PolicyCondition[] {
  return Object.entries(objectOf(value, "Condition")).flatMap(([operator, keys]) =>
    Object.entries(objectOf(keys, operator)).map(([key, given]) => {
      const values: unknown[] = [given].flat();
      if (values.length === 0 || !values.every(isScalar)) {
        throw refusal(`${operator} of ${key}: ${JSON.stringify(given)}`);
      }
      return readCondition(operator, key, values.map(String));
    }),
  );
}

function isScalar(value: unknown): boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

function objectOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>;
  }
  throw refusal(`a ${what} that is no object`);
}

function refuseOthers(others: object, what: string): void {
  const [name] = Object.keys(others);
  if (name !== undefined) throw refusal(`an element of a ${what}, ${JSON.stringify(name)}`);
}

function refusal(what: string): Error {
  return new Error(`Cannot read policy as IAM must know what is in it: ${what}`);
}
