/** What CloudTrail writes under a name. `any` is for what it does not specify: every service's own. */
export type FieldShape =
  | { readonly kind: "text" | "boolean" | "number" | "any" }
  | { readonly kind: "list"; readonly of: FieldShape }
  | { readonly kind: "object"; readonly fields: Readonly<Record<string, FieldShape>> };

const TEXT: FieldShape = { kind: "text" };
const BOOLEAN: FieldShape = { kind: "boolean" };
/** Whatever a service likes. */
export const ANY: FieldShape = { kind: "any" };

const ISSUER = objectOf(texts("type principalId arn accountId userName"));

const SESSION_CONTEXT = objectOf({
  sessionIssuer: ISSUER,
  attributes: objectOf(texts("creationDate mfaAuthenticated")),
  webIdFederationData: objectOf({ federatedProvider: TEXT, attributes: ANY }),
  // The page shows it as text, the changelog as a boolean.
  assumedRoot: ANY,
  ...texts("sourceIdentity ec2RoleDelivery"),
});

const USER_IDENTITY = objectOf({
  ...texts("type principalId arn accountId accessKeyId userName invokedBy identityProvider"),
  credentialId: TEXT,
  sessionContext: SESSION_CONTEXT,
  onBehalfOf: objectOf(texts("userId identityStoreArn")),
  // Both grow: they name the resource or the partner that credentials were made for.
  inScopeOf: ANY,
  invokedByDelegate: ANY,
});

const INSIGHT_CONTEXT = objectOf({ statistics: ANY, attributions: listOf(ANY) });

/**
 * The fields of a record, those of its ordinary events, insights and aggregated events together.
 * What a service writes of itself (its parameters, answers and details) is not specified.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-insights-fields-trails.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-insights-fields-lake.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aggregated-events.html
 */
export const RECORD_SHAPE: FieldShape = objectOf({
  ...texts("eventVersion eventTime eventSource eventName awsRegion sourceIPAddress userAgent"),
  ...texts("errorCode errorMessage requestID eventID eventType eventCategory apiVersion"),
  ...texts("recipientAccountId sharedEventID vpcEndpointId vpcEndpointAccountId"),
  readOnly: BOOLEAN,
  managementEvent: BOOLEAN,
  // Documented as a boolean and written as text.
  sessionCredentialFromConsole: ANY,
  userIdentity: USER_IDENTITY,
  requestParameters: ANY,
  responseElements: ANY,
  additionalEventData: ANY,
  serviceEventDetails: ANY,
  resources: listOf(objectOf(texts("ARN ARNPrefix accountId type"))),
  tlsDetails: objectOf(texts("tlsVersion cipherSuite clientProvidedHostHeader keyExchange")),
  addendum: objectOf({
    ...texts("reason originalRequestID originalEventID"),
    // A list of names, as one text.
    updatedFields: ANY,
  }),
  eventContext: ANY,
  edgeDeviceDetails: ANY,
  insightDetails: objectOf({
    ...texts("state eventSource eventName insightType errorCode"),
    sourceEventCategory: TEXT,
    insightContext: INSIGHT_CONTEXT,
  }),
  ...texts("insightSource insightState insightEventSource insightEventName insightErrorCode"),
  ...texts("insightType accountId eventId"),
  insightContext: INSIGHT_CONTEXT,
  timeWindow: objectOf(texts("windowStart windowEnd windowSize")),
  summary: ANY,
});

function texts(names: string): Record<string, FieldShape> {
  return Object.fromEntries(names.split(" ").map((name) => [name, TEXT]));
}

function objectOf(fields: Readonly<Record<string, FieldShape>>): FieldShape {
  return { kind: "object", fields };
}

function listOf(of: FieldShape): FieldShape {
  return { kind: "list", of };
}
