import { Fn, Reference, Stack, Token, Tokenization } from "aws-cdk-lib";

/**
 * Account an ARN is of: as it is written, else that of the stack whose resource it is. Nothing for one
 * that names none, as a bucket's.
 */
export function sourceAccountOf(arn: string): string | undefined {
  if (!Token.isUnresolved(arn)) return arn.split(":")[4] || undefined;
  const { firstToken, length } = Tokenization.reverseString(arn);
  return length === 1 && Reference.isReference(firstToken)
    ? Stack.of(firstToken.target).account
    : Fn.select(4, Fn.split(":", arn));
}
