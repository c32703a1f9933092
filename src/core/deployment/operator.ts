/**
 * The ARN of a role or a user, with `*` and `?` behind what its name or path begins with: every
 * role of an account is nobody in particular.
 */
export const OPERATOR_ARN =
  "^arn:aws(-[a-z]+)*:iam::[0-9]{12}:(role|user)/[A-Za-z0-9+=,.@_/-][A-Za-z0-9+=,.@_/*?-]*$";

/** What is wrong with whom a deployment is to let work on what its resources hold. */
export function operatorProblems(operators: readonly string[]): readonly string[] {
  return operators
    .filter((arn) => !new RegExp(OPERATOR_ARN).test(arn))
    .map(
      (arn) =>
        `Cannot use operator ${JSON.stringify(arn)} as it must be the ARN of a role or a user, with * and ? behind the beginning of its name alone: "arn:aws:iam::111122223333:role/security-*"`,
    );
}
