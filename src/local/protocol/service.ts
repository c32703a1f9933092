import { AwsError } from "./aws-error.ts";

/**
 * One operation: takes the request's members, answers the response's. Throws AwsError to refuse.
 *
 * @param trace The request's trace header, where the protocol hands it on.
 */
export type Operation = (input: Input, trace?: string) => unknown;

/** Members of a request, as the client sent them. */
export type Input = Readonly<Record<string, unknown>>;

/** A service of the endpoint, by operation name. */
export type Service = Readonly<Record<string, Operation>>;

/**
 * Decides before an operation runs whether it fails, to try what the callers do about it.
 *
 * @returns The error to answer, or `undefined` to go on.
 */
export type Intercept = (call: ServiceCall) => AwsError | undefined;

/** A call of a service, as {@linkcode Intercept} sees it. */
export interface ServiceCall {
  /** Short name as in an ARN: `s3`, `events`, `sqs`, `sns`, `secretsmanager`, `dynamodb`. */
  readonly service: string;
  readonly operation: string;
  readonly input: Input;
  /** Access key id of the credentials it is signed with; what a service does itself has none. */
  readonly accessKeyId?: string;
}

/** Access key id that a request is signed with, unchecked. */
export function accessKeyOf(authorization: string | undefined): { readonly accessKeyId?: string } {
  const [, credential = ""] = (authorization ?? "").split("Credential=", 2);
  const end = credential.search(/[/\s,]/);
  return end > 0 && credential[end] === "/" ? { accessKeyId: credential.slice(0, end) } : {};
}

/**
 * Reads a text member.
 *
 * @throws {AwsError} If it is missing or no text.
 */
export function textMember(input: Input, name: string, code = "ValidationException"): string {
  const value = input[name];
  if (typeof value !== "string" || value === "") {
    throw new AwsError(
      code,
      `Value at '${name}' failed to satisfy constraint: Member must be text`,
    );
  }
  return value;
}

/**
 * Reads a list of structures; missing reads as empty.
 *
 * @throws {AwsError} If it is no such list.
 */
export function listMember(input: Input, name: string): readonly Input[] {
  const value = input[name] ?? [];
  if (!Array.isArray(value) || value.some((item) => typeof item !== "object" || item === null)) {
    throw new AwsError("SerializationException", `Member '${name}' must be a list of structures`);
  }
  return value;
}

/**
 * Reads an integer member within its limits.
 *
 * @throws {AwsError} If it is given and no such integer.
 */
export function integerMember(
  input: Input,
  name: string,
  limits: { readonly from: number; readonly to: number; readonly otherwise: number },
  code = "InvalidParameterValue",
): number {
  const value = input[name] ?? limits.otherwise;
  if (!Number.isInteger(value) || Number(value) < limits.from || Number(value) > limits.to) {
    const rule = `Must be an integer from ${limits.from} to ${limits.to}`;
    throw new AwsError(
      code,
      `Value ${JSON.stringify(value)} for parameter ${name} is invalid. ${rule}.`,
    );
  }
  return Number(value);
}
