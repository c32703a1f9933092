import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { accountsCommand } from "../../../../src/cli/commands/deployed/accounts.ts";
import { AwsError } from "../../../../src/local/protocol/aws-error.ts";
import { type Endpoint, startEndpoint } from "../../../../src/local/protocol/endpoint.ts";
import type { Intercept } from "../../../../src/local/protocol/service.ts";
import { createOrganizations } from "../../../../src/local/services/organizations.ts";
import { runCli } from "../../../support/cli.ts";
import { denied, startProgram, withoutCredentials } from "../../../support/day-two.ts";

const test = suite("accounts");

/** 45 accounts: three pages. */
const MEMBERS = Array.from({ length: 45 }, (_, i) => ({
  id: String(100_000_000_000 + i),
  name: `Account ${String(i).padStart(2, "0")}`,
  ...(i === 3 && { state: "SUSPENDED" as const }),
  ...(i === 4 && { state: "CLOSED" as const }),
}));

const SETTINGS = `# Ours
logs: { bucket: trail }
slack: { app: { botTokenSecretId: slack-token, channel: C0SECURITY } }
accounts:
  # The first one
  "100000000000": prod   # not to be renamed
  '999999999999': elsewhere
threads: { groupWaitSeconds: 0 }
`;

let endpoint: Endpoint;
let fault: Intercept | undefined;
let calls = 0;
let folder: string;
let file: string;
const before = { ...process.env };

test.before(async () => {
  endpoint = await startEndpoint({
    json: [
      {
        target: "AWSOrganizationsV20161128",
        name: "organizations",
        operations: createOrganizations(MEMBERS, { account: "111122223333" }),
      },
    ],
    query: [],
    dynamodb: () => {},
    s3: () => {},
    intercept: (call) => {
      calls++;
      return fault?.(call);
    },
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint.url,
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
  });
  folder = mkdtempSync(join(tmpdir(), "trailbridge-accounts-"));
  file = join(folder, "settings.yaml");
});
test.before.each(() => {
  fault = undefined;
  calls = 0;
  writeFileSync(file, SETTINGS);
});
test.after(async () => {
  process.env = before;
  await endpoint.close();
  rmSync(folder, { recursive: true });
});

const accounts = (...words: string[]) => runCli([accountsCommand], ["accounts", ...words]);
const ofFile = (...words: string[]) => accounts("--organization", "--settings", file, ...words);

test("is told where to ask, and what may be written", async () => {
  assert.match((await accounts()).err, /accounts --organization/);
  assert.match((await accounts("--organization", "prod")).err, /accounts --organization/);
  assert.match((await accounts("--organization", "--write")).err, /--settings <file>/);
  assert.match((await accounts("--organization", "--settings", "none")).err, /"none": ENOENT/);
  writeFileSync(file, "logs: {}\n");
  assert.match((await ofFile()).err, /Cannot use settings file/);
  assert.is(calls, 0, "AWS was asked although the file is wrong");
});

test("says whose credentials it needs, and what for", async () => {
  const program = startProgram(["accounts", "--organization"], withoutCredentials(process.env));
  const missing = await program.result;
  assert.is(missing.status, 2);
  assert.match(missing.err, /^trailbridge: Cannot ask AWS Organizations for accounts as AWS cred/);
  fault = () => denied();
  const refused = await ofFile();
  assert.is(refused.status, 2);
  assert.match(
    refused.err,
    /ListAccounts must be allowed, to the management account or a delegated/,
  );
  fault = () => new AwsError("AWSOrganizationsNotInUseException", "Your account is no member.");
  assert.match((await ofFile()).err, /must be in an organisation: Your account is no member/);
});

test("asks for page after page, and again where it is throttled", async () => {
  let throttled = 0;
  fault = () =>
    ++throttled % 2 === 1 ? new AwsError("TooManyRequestsException", "Slow down") : undefined;
  const program = startProgram(["accounts", "--organization", "--json"], process.env);
  const { status, out, err } = await program.result;
  assert.is(status, 0, err);
  assert.is(JSON.parse(out).accounts.length, 45);
  assert.is(calls, 6);
});

test("shows what would be changed, says what is odd, and writes nothing", async () => {
  const { status, out, err } = await ofFile();
  assert.is(status, 0, err);
  const lines = out.split("\n");
  assert.is(lines[0], `${file}:8`);
  assert.is(lines[1], '+   "100000000001": "Account 01"');
  assert.is(lines.filter((line) => line.startsWith("+")).length, 43, "not the closed one");
  assert.match(err, /100000000003 \(Account 03\) is suspended\n/);
  assert.match(err, /100000000004 \(Account 04\) is closed\n/);
  assert.match(err, /100000000000 stays prod: the organisation says Account 00 \(--rename\)\n/);
  assert.match(err, /999999999999 \(elsewhere\) is not of the organisation, and stays\n/);
  assert.match(err, /Nothing is written: --write does\n$/);
  assert.is(readFileSync(file, "utf8"), SETTINGS);
});

test("writes names, and leaves all else as it is", async () => {
  assert.match((await ofFile("--write")).err, /Written: /);
  const written = readFileSync(file, "utf8");
  assert.is(written.replace(/ {2}"1000000000[0-9]{2}": "Account .*\n/g, ""), SETTINGS);
  const again = await ofFile("--write", "--json");
  assert.equal(JSON.parse(again.out).added, []);
  assert.match((await ofFile()).err, /The settings name every account\n/);
  assert.is((await ofFile("--rename", "--write")).status, 0);
  assert.is(
    readFileSync(file, "utf8"),
    written.replace('"100000000000": prod ', '"100000000000": "Account 00" '),
  );
});

test("prints without settings what can stand in settings", async () => {
  const { out } = await accounts("--organization");
  assert.match(out, /^accounts:\n {2}"100000000000": "Account 00"\n/);
  assert.is(out.trim().split("\n").length, 45);
});

test.run();
