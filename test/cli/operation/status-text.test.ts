import { suite } from "uvu";
import * as assert from "uvu/assert";
import { statusText } from "../../../src/cli/operation/status-text.ts";

const test = suite("statusText");

const STATUS = { stack: "s", version: "1.2.3", hours: 24, problems: [] };
const first = (deployedVersion?: string | null) =>
  statusText({ ...STATUS, ...(deployedVersion !== undefined && { deployedVersion }) }, 0).split(
    "\n",
  )[0];

test("says which version it is of, and where that is not the command's", () => {
  assert.is(first("1.2.3"), "stack s, trailbridge 1.2.3; the last 24 hours");
  assert.match(
    first("1.1.0\u001b") ?? "",
    /trailbridge 1\.1\.0\\u001b, which is not this command's 1\.2\.3: deploy/,
  );
  assert.match(
    first(null) ?? "",
    /of a version that did not say which, which is not this command's/,
  );
  assert.match(first() ?? "", /asked by trailbridge 1\.2\.3; /);
});

test.run();
