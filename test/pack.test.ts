import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { runsSlow } from "./support/shared.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

const test = suite<{ app: string }>("the packed package");

if (runsSlow(test, "the packed package in an app of its own")) {
  test.before((context) => {
    context.app = mkdtempSync(join(tmpdir(), "trailbridge-app-"));
    install(context.app);
  });
  test.after(({ app }) => rmSync(app, { recursive: true, force: true }));

  test("holds the library, its types, the command, rules and bundled handlers, and no source or test", ({
    app,
  }) => {
    const folder = join(app, "node_modules/trailbridge");
    for (const path of [
      "dist/library.cjs",
      "dist/library.mjs",
      "dist/library.d.mts",
      "dist/types/infra/library.d.ts",
      "dist/command/main.js",
      "dist/command/worker.js",
      "dist/command/page/index.html",
      "src/adapters/settings.schema.json",
      "rules/rule.schema.json",
      "rules/list.schema.json",
      "rules/lists/deploymentRoles.yaml",
      "dist/lambda/splitter/index.mjs",
      "dist/lambda/notifier/index.mjs",
      "dist/THIRD_PARTY_NOTICES.txt",
      "rules/default/pack.yaml",
      "infra/docs/settings.md",
      "infra/examples/single-account.yaml",
      "README.md",
      "LICENSE",
    ]) {
      assert.ok(existsSync(join(folder, path)), `${path} is missing`);
    }
    for (const path of [
      "src/core",
      "test",
      "infra/bus",
      "dist/test",
      "dist/infra",
      "dist/src",
      "dist/types/infra/build",
      "cdk.json",
    ]) {
      assert.not.ok(existsSync(join(folder, path)), `${path} is packed`);
    }
  });

  test("names every package whose code is in the bundles, with the text of its licence", ({
    app,
  }) => {
    const notices = readFileSync(
      join(app, "node_modules/trailbridge/dist/THIRD_PARTY_NOTICES.txt"),
      "utf8",
    );
    for (const name of [
      "@aws-sdk/client-eventbridge",
      "@slack/web-api",
      "aws-cdk-lib",
      "ajv",
      "dynalite",
      "lazy",
    ]) {
      assert.match(notices, `\n${name} `);
    }
    assert.match(notices, "Permission is hereby granted, free of charge");
    assert.match(notices, "Apache License");
  });

  test("brings no other package, neither what it was built with nor what it runs", ({ app }) => {
    for (const name of [
      "esbuild",
      "tsx",
      "typescript",
      "cdk-nag",
      "yaml",
      "dynalite",
      "@aws-sdk",
    ]) {
      assert.not.ok(existsSync(join(app, "node_modules", name)), name);
    }
  });

  test("type-checks in an app that uses it", ({ app }) => {
    writeFileSync(join(app, "app.ts"), APP.replace("OUTDIR", "unused"));
    writeFileSync(
      join(app, "tsconfig.json"),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          noEmit: true,
          module: "nodenext",
          target: "es2022",
          types: ["node"],
          typeRoots: [join(ROOT, "node_modules/@types")],
          skipLibCheck: false,
        },
        files: ["app.ts"],
      }),
    );
    node(app, join(ROOT, "node_modules/typescript/bin/tsc"), "-p", ".");
    // The check can fail: a property that does not exist is told.
    writeFileSync(join(app, "app.ts"), APP.replace("slackChannel", "slackChanel"));
    assert.throws(
      () => node(app, join(ROOT, "node_modules/typescript/bin/tsc"), "-p", "."),
      /slackChanel/,
    );
  });

  for (const [file, text] of [
    ["app.mjs", "ES module"],
    ["app.cjs", "CommonJS"],
  ] as const) {
    test(`synthesizes in a fresh CDK app (${text}), with its assets in place`, ({ app }) => {
      const outdir = join(app, file.replace("app.", "out-"));
      const source = APP.replace("OUTDIR", outdir.replaceAll("\\", "/"));
      writeFileSync(join(app, file), file.endsWith(".cjs") ? asCommonJs(source) : source);

      node(app, file);

      const template = JSON.parse(readFileSync(join(outdir, "App.template.json"), "utf8"));
      const functions = Object.values(
        template.Resources as Record<string, { Type: string; Properties: Record<string, unknown> }>,
      ).filter(({ Properties }) => Properties?.Runtime === "nodejs24.x");
      assert.is(functions.length, 2);
      for (const { Properties } of functions) {
        const { S3Key } = Properties.Code as { S3Key: string };
        const asset = join(outdir, `asset.${S3Key.replace(".zip", "")}`);
        const files = readdirSync(asset).sort();
        assert.equal(
          files.filter((name) => !/^[\w-]+-[A-Z\d]{8}\.mjs$/.test(name)),
          ["config.json", "index.mjs"],
        );
        const config = JSON.parse(readFileSync(join(asset, "config.json"), "utf8"));
        assert.ok(config.settings && config.ruleSet);
      }
      assert.is(Object.keys(template.Outputs ?? {}).length, 0);
    });
  }

  test("exports its schemas", ({ app }) => {
    for (const name of [
      "settings",
      "forwarder",
      "receiver",
      "rule",
      "ignore-rule",
      "alert-event",
    ]) {
      const code = `console.log(require("trailbridge/${name}.schema.json").$schema)`;
      assert.match(node(app, "-e", code), "json-schema.org", name);
    }
  });

  test("has one class of each name for ES modules and CommonJS", ({ app }) => {
    const code = `
      import { createRequire } from "node:module";
      import { Trailbridge } from "trailbridge";
      const required = createRequire(import.meta.url)("trailbridge");
      console.log(Trailbridge === required.Trailbridge, Object.keys(required).length);
      console.log(Object.keys(await import("trailbridge")).length);`;
    writeFileSync(join(app, "both.mjs"), code);
    const [same, ofCommonJs, ofModule] = node(app, "both.mjs").split(/\s/);
    assert.equal([same, ofModule], ["true", ofCommonJs]);
  });

  test("brings its command, which runs the whole product where there is no CDK", ({ app }) => {
    const main = "node_modules/trailbridge/dist/command/main.js";
    for (const name of ["aws-cdk-lib", "constructs"]) rmSync(join(app, "node_modules", name));
    assert.match(node(app, main, "--help"), "judge");
    const record = { eventName: "StopLogging", eventSource: "cloudtrail.amazonaws.com" };
    const log = join(app, "111122223333_CloudTrail_eu-central-1_20261102T0905Z_a.json.gz");
    writeFileSync(log, gzipSync(JSON.stringify({ Records: [{ ...record, eventID: "e-1" }] })));
    const { rules, deadLetters } = JSON.parse(node(app, main, "run", "--exit", "--json", log));
    assert.equal(rules, [{ id: "cloudtrail-stop-logging", severity: "critical", alerts: 1 }]);
    assert.equal(deadLetters, []);
  });
}

test.run();

const APP = `
import { App, Stack } from "aws-cdk-lib";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { recordPattern, Trailbridge } from "trailbridge";

const app = new App({ outdir: "OUTDIR" });
const stack = new Stack(app, "App");
const trailbridge = new Trailbridge(stack, "Trailbridge", {
  logBucket: Bucket.fromBucketName(stack, "Logs", "org-cloudtrail-logs"),
  slackBotToken: Secret.fromSecretNameV2(stack, "BotToken", "trailbridge/slack-bot-token"),
  slackChannel: "C0SECURITY",
});
trailbridge.bus.addFirehose("Lake", { pattern: recordPattern({ readOnly: [false] }) });
app.synth();
`;

function asCommonJs(source: string): string {
  return source.replace(/import (\{[^}]+\}) from (".*?");/g, "const $1 = require($2);");
}

/** Packs this checkout and unpacks it where npm would, beside the CDK of an app and nothing else. */
function install(app: string): void {
  const [{ filename }] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--silent", "--pack-destination", app], {
      cwd: ROOT,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    }),
  ) as [{ filename: string }];
  const folder = join(app, "node_modules/trailbridge");
  mkdirSync(folder, { recursive: true });
  execFileSync("tar", ["-xzf", join(app, filename), "-C", folder, "--strip-components=1"]);
  for (const name of ["aws-cdk-lib", "constructs"]) link(app, name);
}

function link(app: string, name: string): void {
  const path = join(app, "node_modules", name);
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(join(ROOT, "node_modules", name), path);
}

/** Runs a script in the app, with nothing of this checkout in the environment; what it printed. */
function node(app: string, ...args: string[]): string {
  try {
    return execFileSync(process.execPath, args, {
      cwd: app,
      encoding: "utf8",
      stdio: "pipe",
      env: { PATH: process.env.PATH, HOME: process.env.HOME, CDK_VALIDATION: "false" },
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${args.join(" ")} failed:\n${stdout}\n${stderr}`, { cause: error });
  }
}
