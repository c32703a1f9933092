import type { ServiceCall } from "../protocol/service.ts";
import type { Place } from "../wiring/arn.ts";

/** What stands where CloudTrail leaves out what somebody wrote. */
const HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";

/** Members that hold what somebody wrote: they are in no record. */
const HIDDEN_MEMBERS: ReadonlySet<string> = new Set([
  "MessageBody",
  "Message",
  "SecretString",
  "SecretBinary",
]);

/** Members that a record goes without. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  "Item",
  "ExpressionAttributeValues",
  "Detail",
  "Action",
  "Version",
]);

/** A call's `requestParameters`: its members with a small first letter; for S3 its own. */
export function requestParametersOf(
  { service, input }: Pick<ServiceCall, "service" | "input">,
  { region }: Place,
): object | null {
  if (service !== "s3") {
    return Object.keys(input).length === 0 ? null : (written(input, true) as object);
  }
  const { Bucket = "", Key = "", ...others } = input;
  return {
    ...(written(others, true) as object),
    ...(Bucket !== "" && { bucketName: Bucket, Host: `${Bucket}.s3.${region}.amazonaws.com` }),
    ...(Key !== "" && { key: Key }),
  };
}

/** @param isMember Whether keys are names of members: within a map of the caller's own they stay. */
function written(value: unknown, isMember: boolean): unknown {
  if (Array.isArray(value)) return value.map((it) => written(it, isMember));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      if (LEFT_OUT.has(name)) return [];
      if (HIDDEN_MEMBERS.has(name)) return [[small(name), HIDDEN]];
      return [[isMember ? small(name) : name, written(member, isMember && !MAPS.has(name))]];
    }),
  );
}

/** Members whose keys are names of the caller's own. */
const MAPS: ReadonlySet<string> = new Set([
  "Attributes",
  "Tags",
  "Key",
  "ExpressionAttributeNames",
]);

function small(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
