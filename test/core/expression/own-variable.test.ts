import { suite } from "uvu";
import * as assert from "uvu/assert";
import { viewOfRecord } from "../../../src/core/expression/event-view.ts";
import { compile } from "../../../src/core/expression/expression.ts";
import { OWN_VARIABLES } from "../../../src/core/expression/own-variable.ts";

const test = suite("OWN_VARIABLES");

const deployments: [what: string, self: string[], deployment: string][] = [
  ["no names: what nothing has in its name", [], "\n"],
  ["a name that is empty", [""], "\n"],
  ["suffixes alone", ["-splitter", "-notifier"], "-splitter"],
  ["the usual names", ["trailbridge-splitter", "trailbridge-notifier"], "trailbridge"],
  ["names of another stack", ["sec-ops-splitter", "sec-ops-notifier"], "sec-ops"],
  ["a splitter of another name", ["reader", "sec-notifier"], "sec"],
  ["a notifier of another name", ["sec-splitter", "sender"], "sec"],
  ["other names: the first", ["reader", "sender"], "reader"],
  ["a suffix inside", ["a-notifier-b-splitter"], "a-notifier-b"],
];

for (const [what, self, deployment] of deployments) {
  test(`of ${what}`, () => {
    const variable = OWN_VARIABLES.find(({ name }) => name === "deployment");
    assert.is(variable?.of({ self }), deployment);
  });
}

test("are what expressions read", () => {
  const self = ["sec-ops-splitter", "sec-ops-notifier"];
  const matches = compile("starts_with(eventName, $deployment) && contains($self, eventName)", {
    self,
  });
  assert.ok(matches(viewOfRecord({ eventName: "sec-ops-notifier" })));
  assert.not(matches(viewOfRecord({ eventName: "sec-ops-other" })));
});

test("make way for a variable of the expression's own", () => {
  const matches = compile("let $deployment = 'a' in eventName == $deployment", { self: [] });
  assert.ok(matches(viewOfRecord({ eventName: "a" })));
});

test.run();
