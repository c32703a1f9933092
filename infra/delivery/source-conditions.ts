/** A resource on whose behalf an AWS service does something. */
export interface Source {
  /** Its ARN. */
  readonly arn: string;
  /** Account it belongs to. */
  readonly account: string;
}

/**
 * Conditions by which a service may do something for one resource alone, or for those of a pattern:
 * by its ARN and its account, as an ARN may name no account, and a resource may be deleted here and
 * made anew by somebody else.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function onBehalfOf({ arn, account }: Source) {
  return {
    ArnLike: { "aws:SourceArn": arn },
    StringEquals: { "aws:SourceAccount": account },
  };
}
