import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bundleHandlers } from "../../../infra/build/bundle-handlers.ts";
import { defaultProvider } from "../../../src/adapters/aws/lambda-credentials.ts";
import { HANDLERS } from "../../../src/handler-bundle.ts";

const test = suite("defaultProvider()");

const NAMES = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"] as const;
const before = NAMES.map((name) => process.env[name]);

test.after.each(() => {
  for (const [index, name] of NAMES.entries()) {
    const value = before[index];
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

test("says that there are none where the environment has none", async () => {
  for (const name of NAMES) delete process.env[name];
  const error = await defaultProvider()().catch((reason: unknown) => reason);
  assert.is((error as Error).name, "CredentialsProviderError");
});

test("gives what Lambda puts into the environment", async () => {
  process.env.AWS_ACCESS_KEY_ID = "ASIAIOSFODNN7EXAMPLE";
  process.env.AWS_SECRET_ACCESS_KEY = "example-secret";
  process.env.AWS_SESSION_TOKEN = "example-token";
  const { accessKeyId, secretAccessKey, sessionToken } = await defaultProvider()();
  assert.equal(
    [accessKeyId, secretAccessKey, sessionToken],
    ["ASIAIOSFODNN7EXAMPLE", "example-secret", "example-token"],
  );
});

test("stands in for the SDK's chain of providers in every handler", async () => {
  for (const handler of HANDLERS) {
    const inputs = [...(await bundleHandlers([handler]))];
    const providers = inputs.filter((file) => file.includes("/credential-provider"));
    assert.equal(
      [...new Set(providers.map((file) => file.split("/")[2]))],
      ["credential-provider-env"],
      handler,
    );
    assert.ok(inputs.includes("src/adapters/aws/lambda-credentials.ts"), handler);
  }
});

test.run();
