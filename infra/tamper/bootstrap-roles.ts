import { Aws, type Stack } from "aws-cdk-lib";

/** Roles of the CDK's bootstrap stack by which a deploy is made. */
export function bootstrapRoles(stack: Stack): readonly string[] {
  const qualifier = stack.synthesizer.bootstrapQualifier ?? "hnb659fds";
  return ["cfn-exec", "deploy"].map(
    (kind) =>
      `arn:${Aws.PARTITION}:iam::${stack.account}:role/cdk-${qualifier}-${kind}-role-${stack.account}-${stack.region}`,
  );
}
