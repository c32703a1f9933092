import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  eventNameProblem,
  fieldPartProblem,
  fieldValueProblem,
} from "../../../src/core/record/field-value.ts";

const test = suite("eventNameProblem()");

for (const [name, problem] of [
  ["", /it is empty/],
  [" ", /it is empty/],
  ["CreateUser,DeleteUser", /one name: write 'CreateUser', 'DeleteUser'/],
  ["CreateUser; DeleteUser", /write 'CreateUser', 'DeleteUser'/],
  ["CreateUser DeleteUser", /write 'CreateUser', 'DeleteUser'/],
  ["CreateUser,", /no blank or comma: write 'CreateUser'/],
  [" CreateUser", /write 'CreateUser'/],
  ["iam:CreateRole", /no service in it: write 'CreateRole'/],
  ["iam.amazonaws.com:CreateRole", /write 'CreateRole'/],
  ["Delete*", /without wildcards.*starts_with\(eventName, 'Delete'\)/],
  ["iam:Delete*", /without wildcards.*starts_with\(eventName, 'Delete'\)/],
  ["iam.amazonaws.com", /an eventSource/],
  ["123", /a number/],
] as const) {
  test(`refuses "${name}"`, () => assert.match(eventNameProblem(name) ?? "", problem));
}

for (const name of [
  "CreateUser",
  "updateDomainContact",
  "Token_POST",
  "CreateFunction20150331",
  "https://a.b/c",
]) {
  test(`accepts ${name}`, () => assert.is(eventNameProblem(name), undefined));
}

test.run();

const value = suite("fieldValueProblem()");

for (const [key, text, problem] of [
  ["eventName", "iam:CreateUser", /write 'CreateUser'/],
  ["eventSource", "iam", /write 'iam\.amazonaws\.com'/],
  ["eventSource", "iam.amazonaws.com:CreateUser", /write 'iam\.amazonaws\.com'/],
  ["eventSource", "*.amazonaws.com", /compared as it is/],
  ["recipientAccountId", "1111-2222-3333", /12 digits/],
  ["userIdentity.accountId", "11112222333", /12 digits/],
  ["userIdentity.sessionContext.sessionIssuer.accountId", "1", /12 digits/],
  ["resources.0.accountId", "0", /12 digits/],
  ["eventSource", "IAM.amazonaws.com", /in full, in small letters: write 'iam\.amazonaws\.com'/],
  ["eventSource", "iam.amazonaws.co", /write 'iam\.amazonaws\.com'/],
  ["sourceIPAddress", "192.0.2.0/24", /in_cidr/],
  ["sourceIPAddress", "2001:db8::/32", /in_cidr/],
  ["sourceIPAddress", "192.0.2.*", /like\(/],
  ["sourceIPAddress", "192.0.2.", /starts_with\(/],
  ["userIdentity.arn", "arn:aws:iam::*:root", /like\(/],
  ["userIdentity.type", "AssumeRole", /'AssumedRole'/],
] as const) {
  value(`refuses ${text} for ${key}`, () =>
    assert.match(fieldValueProblem(key, text) ?? "", problem),
  );
}

for (const [key, text] of [
  ["eventSource", "iam.amazonaws.com"],
  ["recipientAccountId", "111122223333"],
  ["userIdentity.accountId", "ANONYMOUS_PRINCIPAL"],
  ["userIdentity.accountId", "anonymous"],
  ["requestParameters.accountId", "1"],
  ["errorCode", "iam:CreateUser"],
  ["sourceIPAddress", "192.0.2.1"],
  ["sourceIPAddress", "2001:db8::1"],
  ["sourceIPAddress", "cloudformation.amazonaws.com"],
  ["resources.0.ARN", "arn:aws:s3:::b/*"],
  ["userIdentity.type", "1"],
] as const) {
  value(`accepts ${text} for ${key}`, () => assert.is(fieldValueProblem(key, text), undefined));
}

value.run();

const part = suite("fieldPartProblem()");

for (const [key, name, text, problem] of [
  ["eventName", "starts_with", "Delete*", /leave it out, or write like\(eventName, 'Delete\*'\)/],
  ["userIdentity.arn", "contains", "role/*", /stands for itself/],
  ["sourceIPAddress", "starts_with", "192.0.2.0/24", /in_cidr/],
  ["eventName", "like", "^Delete", /\^ for itself/],
  ["eventName", "like", "Delete.*", /\.\* for itself/],
] as const) {
  part(`refuses ${name} ${text} for ${key}`, () =>
    assert.match(fieldPartProblem(key, name, text) ?? "", problem),
  );
}

for (const [key, name, text] of [
  ["eventName", "like", "Delete*"],
  ["userIdentity.arn", "like", "arn:*:user/a.*"],
  ["userAgent", "contains", "*"],
  ["errorMessage", "like", "100%"],
  ["sourceIPAddress", "starts_with", "192.0.2."],
] as const) {
  part(`accepts ${name} ${text} for ${key}`, () =>
    assert.is(fieldPartProblem(key, name, text), undefined),
  );
}

part.run();
