import { suite } from "uvu";
import * as assert from "uvu/assert";
import { eventNameProblem } from "../../../src/core/rule/event-name.ts";

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
