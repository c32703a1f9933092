/**
 * What a command needs so that AWS answers it, by how AWS, or its SDK, refused.
 *
 * @param permissions What must be allowed: `events:ListRules must be allowed`.
 */
export function needOf(cause: unknown, permissions: string): string {
  const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
  if (name === "CredentialsProviderError") return `AWS credentials are needed: ${message}`;
  if (/Region is missing/.test(message)) return "a Region is needed: --region eu-central-1";
  if (UNUSABLE.test(name)) return `AWS credentials must be valid: ${name}: ${message}`;
  if (/AccessDenied/.test(name)) return `${permissions}: ${message}`;
  if (/ResourceNotFound/.test(name)) return `it must be there, in that Region: ${message}`;
  if (name === "NoSuchBucket") return `the bucket must be there: ${message}`;
  return `AWS must answer: ${name}: ${message}`;
}

/**
 * Errors of credentials that are there and not to be used.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
const UNUSABLE =
  /^(Expired|Invalid|Unrecognized)(Token|Client|AccessKeyId|ClientTokenId)|^SignatureDoesNotMatch$|^TokenRefreshRequired$/;
