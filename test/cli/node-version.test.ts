import { suite } from "uvu";
import * as assert from "uvu/assert";
import packageJson from "../../package.json" with { type: "json" };
import { nodeFault } from "../../src/cli/node-version.ts";

const test = suite("nodeFault()");

for (const version of ["12.22.0", "18.20.4", "20.0.0", "20.15.1", "21.7.3", "22.0.0", "22.1.0"]) {
  test(`tells ${version} that it is too old`, () => {
    assert.match(nodeFault(version) ?? "", `this is ${version}`);
  });
}

for (const version of ["20.16.0", "20.20.2", "22.2.0", "23.0.0", "24.11.1", "26.0.0"]) {
  test(`takes ${version}`, () => assert.is(nodeFault(version), undefined));
}

test("asks for what the package declares", () => {
  assert.is(packageJson.engines.node, ">=20.16.0 <21 || >=22.2.0");
});

test.run();
