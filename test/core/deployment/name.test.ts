import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DEFAULT_FUNCTION_NAMES } from "../../../src/contract.ts";
import {
  deploymentName,
  functionNames,
  roleName,
  shortened,
} from "../../../src/core/deployment/name.ts";

const deployment = suite("deploymentName()");

deployment("is the stack's name where the stack holds the one usual construct", () => {
  assert.is(deploymentName("trailbridge", ["Trailbridge"]), "trailbridge");
});

deployment("tells apart whatever is another stack or another place in it", () => {
  const places: [stack: string, path: string[]][] = [
    ["a", ["Trailbridge"]],
    ["a", []],
    ["a", ["B"]],
    ["a", ["b"]],
    ["a", ["B", "Trailbridge"]],
    ["a", ["Trailbridge", "B"]],
    ["a-B", []],
    ["a-B", ["Trailbridge"]],
    ["a", ["B-C"]],
    ["a", ["B", "C"]],
    ["a", ["B/C"]],
    ["a", ["B_C"]],
    ["a-B", ["C"]],
  ];
  const names = places.map(([stack, path]) => deploymentName(stack, path));
  assert.is(new Set(names).size, places.length, names.join(" "));
  for (const name of names) assert.match(name, /^[A-Za-z0-9-]+$/);
});

deployment.run();

const functions = suite("functionNames()");

functions("are those that rules are tried with, for a stack of the default name", () => {
  assert.equal(functionNames("trailbridge"), DEFAULT_FUNCTION_NAMES);
});

functions("keep within what Lambda takes, and apart, however long the stack's name is", () => {
  const long = "s".repeat(127);
  const names = [`${long}1`, `${long}2`].flatMap((it) => Object.values(functionNames(it)));
  assert.is(new Set(names).size, 4);
  for (const name of names) {
    assert.match(name, /^[\w-]{1,64}$/);
    assert.match(name, /-(splitter|notifier)$/);
  }
});

functions.run();

const role = suite("roleName()");

role("tells Regions apart, as IAM is one for all of them", () => {
  assert.is(roleName("trailbridge-splitter", "us-east-1"), "trailbridge-splitter-us-east-1");
});

role("tells names apart that differ in upper and lower case alone, as IAM does not", () => {
  const names = ["prod-splitter", "Prod-splitter", "PROD-splitter"].map((it) =>
    roleName(it, "us-east-1").toLowerCase(),
  );
  assert.is(new Set(names).size, 3);
});

role("keeps within what IAM takes, in the Region of the longest name", () => {
  assert.ok(roleName("F".repeat(64), "us-isof-south-1").length <= 64);
  assert.ok(roleName("f".repeat(64), "us-isof-south-1").length <= 64);
});

role.run();

const short = suite("shortened()");

short("leaves what fits as it is, and what does not it tells apart by a digest", () => {
  assert.is(shortened("abcdefghij", 10), "abcdefghij");
  assert.match(shortened("abcdefghijk", 10), /^a-[0-9a-f]{8}$/);
  assert.is.not(shortened("abcdefghijk", 10), shortened("abcdefghijl", 10));
});

short.run();
