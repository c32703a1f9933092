import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  anyExpressionOf,
  expressionsOf,
  groupingPathsOf,
} from "../../../src/core/stateful/stateful.ts";

const SEQUENCE = {
  match: "a == 'x' || b",
  followedBy: {
    within: 60_000,
    by: ["$issuer", "awsRegion"],
    steps: [{ match: "c && d", by: ["$actor", "requestParameters.region"] }],
  },
};

const expressions = suite("anyExpressionOf()");

expressions("leaves the expression of one event as it is", () => {
  assert.is(anyExpressionOf({ match: "a || b" }), "a || b");
});

expressions("joins those of a sequence, each by itself", () => {
  assert.equal(expressionsOf(SEQUENCE), ["a == 'x' || b", "c && d"]);
  assert.is(anyExpressionOf(SEQUENCE), "(a == 'x' || b) || (c && d)");
});

expressions.run();

const paths = suite("groupingPathsOf()");

paths("names each path, and no derived key", () => {
  assert.equal(groupingPathsOf({}), []);
  assert.equal(groupingPathsOf(SEQUENCE), ["awsRegion", "requestParameters.region"]);
  assert.equal(
    groupingPathsOf({
      threshold: { count: 2, within: 60_000, by: ["$account", "a"], distinct: ["b"] },
      firstSeen: { of: ["$network", "c"], by: ["d"], days: 1, learnDays: 0 },
    }),
    ["a", "b", "d", "c"],
  );
});

paths.run();
