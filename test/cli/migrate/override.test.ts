import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withOverrides } from "../../../src/cli/migrate/override.ts";

const withOverridesSuite = suite("withOverrides");

const BASE = {
  path: "a/main.tf",
  json: {
    module: { one: [{ source: "x", count: 1, rules: "a" }], two: [{ source: "y" }] },
    data: { aws_ssm_parameter: { hook: [{ name: "/a", with_decryption: true }] } },
  },
};

withOverridesSuite("leaves files of other names as they are", () => {
  const files = [BASE, { path: "a/my-override.tf", json: { module: { one: [{ rules: "b" }] } } }];
  assert.equal(withOverrides(files), files);
});

withOverridesSuite("makes no block of one that there is nothing to override of", () => {
  const [file, ...more] = withOverrides([
    { path: "a/override.tf", json: { module: { three: [{ rules: "b" }] } } },
    BASE,
  ]);
  assert.equal(file?.json, BASE.json);
  assert.equal(more, [{ path: "a/override.tf", json: {} }]);
});

withOverridesSuite("puts arguments in place of others, the last file's by name last", () => {
  const [file] = withOverrides([
    { path: "a/z_override.tf", json: { module: { one: [{ rules: "z" }] } } },
    BASE,
    {
      path: "a/override.tf",
      json: {
        module: { one: [{ rules: "b", tags: "t" }] },
        data: { aws_ssm_parameter: { hook: [{ name: "/b" }] } },
      },
    },
  ]);
  assert.equal(file?.json, {
    module: { one: [{ source: "x", count: 1, rules: "z", tags: "t" }], two: [{ source: "y" }] },
    data: { aws_ssm_parameter: { hook: [{ name: "/b", with_decryption: true }] } },
  });
});

withOverridesSuite("reads locals and variables after all others", () => {
  const files = withOverrides([
    { path: "a/override.tf.json", json: { locals: [{ a: 2 }], variable: { b: [{ default: 2 }] } } },
    { path: "a/main.tf", json: { locals: [{ a: 1 }] } },
  ]);
  assert.equal(files.at(-1)?.json, { locals: [{ a: 2 }], variable: { b: [{ default: 2 }] } });
});

withOverridesSuite.run();
