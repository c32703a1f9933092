import { suite } from "uvu";
import * as assert from "uvu/assert";
import { fieldWordProblem } from "../../../src/core/record/field-word.ts";

const test = suite("fieldWordProblem()");

const MFA = "userIdentity.sessionContext.attributes.mfaAuthenticated";

for (const [key, text, problem] of [
  [MFA, "False", "it is 'true' or 'false': write 'false'"],
  [MFA, "No", "it is 'true' or 'false': write 'false'"],
  [MFA, "Yes", "it is 'true' or 'false': write 'true'"],
  [MFA, "0", "it is 'true' or 'false': write 'false'"],
  [MFA, "falsch", "it is 'true' or 'false': write 'false'"],
  [MFA, "on", "it is 'true' or 'false': write 'true'"],
  [MFA, "know", "it is 'true' or 'false': write 'true'"],
  [MFA, "nope", "it is 'true' or 'false': write 'true'"],
  ["userIdentity.type", "root", "did you mean 'Root'?"],
  ["userIdentity.type", "Roles", "did you mean 'Role'?"],
  ["userIdentity.type", "IAMUsers", "did you mean 'IAMUser'?"],
  ["userIdentity.type", "AWSServise", "did you mean 'AWSService'?"],
  ["userIdentity.type", "Iam-User", "did you mean 'IAMUser'?"],
  ["userIdentity.type", "saml_user", "did you mean 'SAMLUser'?"],
  ["userIdentity.type", "identitycenteruser", "did you mean 'IdentityCenterUser'?"],
  ["userIdentity.type", "webidentityuser", "did you mean 'WebIdentityUser'?"],
  ["userIdentity.type", "unknown", "did you mean 'Unknown'?"],
  ["eventType", "awsvpceevent", "did you mean 'AwsVpceEvent'?"],
  ["eventType", "awscloudtrailinsight", "did you mean 'AwsCloudTrailInsight'?"],
  ["eventType", "awsaggregatedevent", "did you mean 'AwsAggregatedEvent'?"],
  ["userIdentity.type", "IAM User", "did you mean 'IAMUser'?"],
  ["userIdentity.type", "AssumeRole", "did you mean 'AssumedRole'?"],
  ["eventCategory", "management", "did you mean 'Management'?"],
  ["eventType", "AwsApicall", "did you mean 'AwsApiCall'?"],
  ["awsRegion", "us-east1", "did you mean 'us-east-1'?"],
  ["awsRegion", "eu_central_1", "did you mean 'eu-central-1'?"],
  ["awsRegion", "ap-southeast-2b", "did you mean 'ap-southeast-2'?"],
  ["awsRegion", "US-GOV-WEST-1", "did you mean 'us-gov-west-1'?"],
  ["tlsDetails.tlsVersion", "1.2", "did you mean 'TLSv1.2'?"],
  ["tlsDetails.tlsVersion", "TLS1.0", "did you mean 'TLSv1'?"],
  ["tlsDetails.tlsVersion", "tls 1", "did you mean 'TLSv1'?"],
  ["tlsDetails.tlsVersion", "v1.3", "did you mean 'TLSv1.3'?"],
  ["tlsDetails.tlsVersion", "TLS_1_1", "did you mean 'TLSv1.1'?"],
  ["tlsDetails.tlsVersion", "TLS - v1.2", "did you mean 'TLSv1.2'?"],
] as const) {
  test(`says what ${text} is meant for in ${key}`, () =>
    assert.is(fieldWordProblem(key, text), problem));
}

for (const [key, text] of [
  [MFA, "true"],
  [MFA, "false"],
  [MFA, ""],
  [MFA, "."],
  [MFA, "..."],
  ["userIdentity.type", "Rolls"],
  ["userIdentity.type", "Rol"],
  ["userIdentity.type", "AWSServices2"],
  ["userIdentity.type", "AWSAcorvice"],
  ["userIdentity.type", "Rots"],
  ["awsRegion", "xus-east-1"],
  ["awsRegion", "us-east-1-extra"],
  ["awsRegion", "inus-east1"],
  ["awsRegion", "useast1suffix"],
  ["tlsDetails.tlsVersion", "SSLv3"],
  ["tlsDetails.tlsVersion", "my TLS1.2"],
  ["tlsDetails.tlsVersion", "TLS1.2.1"],
  ["tlsDetails.tlsVersion", "TLSx1.2"],
  ["userIdentity.type", "Role"],
  ["userIdentity.type", "PartnerUser"],
  ["eventType", "AwsConsoleSignin"],
  ["eventType", "AwsNewThing"],
  ["awsRegion", "us-iso-east-1"],
  ["awsRegion", "xy-newplace-12"],
  ["awsRegion", "aws-global"],
  ["tlsDetails.tlsVersion", "TLSv1"],
  ["tlsDetails.tlsVersion", "TLSv1.3"],
  ["requestParameters.type", "root"],
] as const) {
  test(`lets ${text} be in ${key}`, () => assert.is(fieldWordProblem(key, text), undefined));
}

test.run();
