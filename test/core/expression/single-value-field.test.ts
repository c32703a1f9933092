import { suite } from "uvu";
import * as assert from "uvu/assert";
import { SINGLE_VALUE_FIELDS } from "../../../src/core/expression/single-value-field.ts";

const test = suite("SINGLE_VALUE_FIELDS");

const at = (place: string, ...names: string[]) => names.map((name) => `${place}.${name}`);

/** By CloudTrail's documentation of its records' contents and of userIdentity. */
const single: string[] = [
  ...["eventVersion", "eventTime", "eventSource", "eventName", "awsRegion", "sourceIPAddress"],
  ...["userAgent", "errorCode", "errorMessage", "requestID", "eventID", "eventType"],
  ...["eventCategory", "apiVersion", "readOnly", "managementEvent", "recipientAccountId"],
  ...["sharedEventID", "vpcEndpointId", "vpcEndpointAccountId", "sessionCredentialFromConsole"],
  ...at("userIdentity", "type", "principalId", "arn", "accountId", "accessKeyId", "userName"),
  ...at("userIdentity", "invokedBy", "identityProvider", "credentialId"),
  ...at("userIdentity.sessionContext.sessionIssuer", "type", "principalId", "arn", "accountId"),
  "userIdentity.sessionContext.sessionIssuer.userName",
  ...at("userIdentity.sessionContext.attributes", "creationDate", "mfaAuthenticated"),
  "userIdentity.sessionContext.sourceIdentity",
  ...at("userIdentity.onBehalfOf", "userId", "identityStoreArn"),
  ...at("tlsDetails", "tlsVersion", "cipherSuite", "clientProvidedHostHeader"),
];

test("holds what CloudTrail documents as one value, and nothing else", () => {
  assert.equal([...SINGLE_VALUE_FIELDS].sort(), single.sort());
});

for (const field of ["requestParameters", "resources", "userIdentity", "additionalEventData"]) {
  test(`does not hold ${field}, which may be more`, () => {
    assert.not(SINGLE_VALUE_FIELDS.has(field));
  });
}

test.run();
