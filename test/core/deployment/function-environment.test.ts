import { suite } from "uvu";
import * as assert from "uvu/assert";
import { isLoopback, unsafeVariable } from "../../../src/core/deployment/function-environment.ts";

const test = suite("unsafeVariable()");

for (const [name, value] of [
  ["SLACK_API_URL", "https://slack.example.com/api/"],
  ["SLACK_API_URL", "http://127.0.0.1.example.com/"],
  ["SLACK_API_URL", "http://127.0.0.1@192.0.2.1/"],
  ["SLACK_API_URL", "http://localhost.example.com/"],
  ["SLACK_API_URL", "not an address"],
  ["AWS_ENDPOINT_URL", "https://192.0.2.1/"],
  ["AWS_ENDPOINT_URL_SECRETS_MANAGER", "https://192.0.2.1/"],
  ["AWS_ENDPOINT_URL_S3", "ftp://127.0.0.1/"],
  ["NODE_OPTIONS", "--import=/opt/evil.mjs"],
  ["NODE_EXTRA_CA_CERTS", "/opt/ca.pem"],
  ["NODE_TLS_REJECT_UNAUTHORIZED", "0"],
  ["AWS_LAMBDA_EXEC_WRAPPER", "/opt/wrapper"],
  ["AWS_CONFIG_FILE", "/opt/config"],
  ["TRAILBRIDGE_CONFIG", "/opt/config.json"],
  ["HTTPS_PROXY", "http://192.0.2.1"],
  ["https_proxy", "http://192.0.2.1"],
] as const) {
  test(`refuses ${name}=${value}`, () => {
    assert.type(unsafeVariable(name, value), "string");
  });
}

for (const [name, value] of [
  ["SLACK_API_URL", ""],
  ["SLACK_API_URL", "http://127.0.0.1:4000/api/"],
  ["SLACK_API_URL", "http://[::1]:4000"],
  ["AWS_ENDPOINT_URL", "http://127.0.0.1:4000"],
  ["NODE_EXTRA_CA_CERTS", "/var/runtime/ca-cert.pem"],
  ["NODE_PATH", "/opt/nodejs/node24/node_modules"],
  ["LD_LIBRARY_PATH", "/var/lang/lib"],
  ["AWS_REGION", "eu-central-1"],
  ["AWS_LAMBDA_FUNCTION_NAME", "trailbridge-notifier"],
  ["LOG_LEVEL", "debug"],
] as const) {
  test(`takes ${name}=${value}`, () => {
    assert.is(unsafeVariable(name, value), undefined);
  });
}

test("takes what changes code and settings where AWS itself is local, but no address elsewhere", () => {
  assert.is(unsafeVariable("TRAILBRIDGE_CONFIG", "/tmp/config.json", true), undefined);
  assert.is(unsafeVariable("NODE_OPTIONS", "--inspect", true), undefined);
  assert.type(unsafeVariable("SLACK_API_URL", "https://slack.example.com", true), "string");
});

const loopback = suite("isLoopback()");

loopback("knows this machine in any spelling of it", () => {
  for (const address of ["http://0x7f.1/", "http://2130706433", "https://LOCALHOST:1"]) {
    assert.ok(isLoopback(address), address);
  }
  for (const address of [undefined, "", "127.0.0.1", "http://0.0.0.0", "http://128.0.0.1"]) {
    assert.not.ok(isLoopback(address), String(address));
  }
});

test.run();
loopback.run();
