/**
 * Flat keys of fields that CloudTrail documents as one value, never a list or a structure. An
 * expression reads these from the flat event alone, so what it finds is text, a number or a
 * boolean, or nothing: that lets conditions on them become exact event patterns.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export const SINGLE_VALUE_FIELDS: ReadonlySet<string> = new Set([
  ..."eventVersion eventTime eventSource eventName awsRegion sourceIPAddress userAgent".split(" "),
  ..."errorCode errorMessage requestID eventID eventType eventCategory apiVersion".split(" "),
  ..."readOnly managementEvent recipientAccountId sharedEventID vpcEndpointId".split(" "),
  ..."vpcEndpointAccountId sessionCredentialFromConsole".split(" "),
  ...["type", "principalId", "arn", "accountId", "accessKeyId", "userName", "invokedBy"].map(
    (name) => `userIdentity.${name}`,
  ),
  ...["identityProvider", "credentialId"].map((name) => `userIdentity.${name}`),
  ...["type", "principalId", "arn", "accountId", "userName"].map(
    (name) => `userIdentity.sessionContext.sessionIssuer.${name}`,
  ),
  ...["creationDate", "mfaAuthenticated"].map(
    (name) => `userIdentity.sessionContext.attributes.${name}`,
  ),
  "userIdentity.sessionContext.sourceIdentity",
  "userIdentity.onBehalfOf.userId",
  "userIdentity.onBehalfOf.identityStoreArn",
  ..."tlsVersion cipherSuite clientProvidedHostHeader"
    .split(" ")
    .map((name) => `tlsDetails.${name}`),
]);
