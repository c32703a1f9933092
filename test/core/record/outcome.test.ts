import { suite } from "uvu";
import * as assert from "uvu/assert";
import { flatten } from "../../../src/core/record/flatten.ts";
import { isRefusal, outcomeOf } from "../../../src/core/record/outcome.ts";
import { HOSTILE_RECORDS } from "../../support/hostile.ts";

const test = suite("outcomeOf()");

const outcome = (record: Record<string, unknown>) => outcomeOf(flatten(record));

test("has a word for records of every shape", () => {
  for (const record of HOSTILE_RECORDS)
    assert.ok(["succeeded", "failed", "refused"].includes(outcome(record)));
});

for (const [what, record, expected] of [
  ["nothing said of it", {}, "succeeded"],
  ["an empty error code", { errorCode: "" }, "succeeded"],
  ["an error code that is null", { errorCode: null, errorMessage: null }, "succeeded"],
  ["an error code", { errorCode: "NoSuchBucket" }, "failed"],
  ["an error message alone", { errorMessage: "Failed authentication" }, "failed"],
  ["a refusal", { errorCode: "AccessDenied" }, "refused"],
  [
    "a sign-in that failed",
    { eventName: "ConsoleLogin", responseElements: { ConsoleLogin: "Failure" } },
    "failed",
  ],
  [
    "a sign-in that worked",
    { eventName: "ConsoleLogin", responseElements: { ConsoleLogin: "Success" } },
    "succeeded",
  ],
  [
    "a sign-in that worked with a remark",
    {
      eventName: "ConsoleLogin",
      responseElements: { ConsoleLogin: "Success" },
      errorMessage: "password expires soon",
    },
    "succeeded",
  ],
  [
    "a role switch that failed",
    { eventName: "SwitchRole", responseElements: { SwitchRole: "Failure" } },
    "failed",
  ],
  [
    "a challenge that failed",
    { eventName: "CredentialChallenge", serviceEventDetails: { CredentialChallenge: "Failure" } },
    "failed",
  ],
  [
    "a failure of something else",
    { eventName: "CheckMfa", responseElements: { ConsoleLogin: "Failure" } },
    "succeeded",
  ],
  [
    "a failed sign-in with a refusal's code",
    {
      eventName: "ConsoleLogin",
      errorCode: "AccessDenied",
      responseElements: { ConsoleLogin: "Failure" },
    },
    "refused",
  ],
] as const) {
  test(`takes ${what} for ${expected}`, () => {
    assert.is(outcome(record), expected);
  });
}

test.run();

const refusals = suite("isRefusal()");

for (const code of [
  "NoSuchEntity",
  "ThrottlingException",
  "InvalidClientTokenId",
  "ValidationError",
  "Client.InvalidParameterValue",
  "DeniedTypo",
]) {
  refusals(`does not take ${code} for one`, () => assert.not(isRefusal(code)));
}

for (const code of [
  "AccessDenied",
  "AccessDeniedException",
  "AccessDeniedFault",
  "Client.UnauthorizedOperation",
  "UnauthorizedOperation",
  "Client.UnauthorizedAccess",
  "VpceAccessDenied",
  "KMSAccessDeniedException",
  "S3AccessDenied",
  "AuthorizationError",
  "AuthorizationErrorException",
  "NotAuthorized",
  "NotAuthorizedException",
  "UnauthorizedException",
  "ForbiddenException",
  "InsufficientPrivilegesException",
]) {
  refusals(`takes ${code} for one`, () => assert.ok(isRefusal(code)));
}

refusals.run();
