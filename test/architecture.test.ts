import { readdirSync, readFileSync, statSync } from "node:fs";
import { posix } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { RULE_PAGES } from "./support/rule-pages.ts";

const CDK = ["aws-cdk-lib", "constructs"] as const;

/**
 * The whole architecture in one table. A room is a folder, or one file that stands by itself
 * (what two programs agree on, or where one is put together) → what it may import: rooms that
 * stand above it in this table, so that no two use each other; single files of such a room; and
 * packages. What is not listed it may not import.
 */
const ROOMS: readonly [room: string, uses: readonly string[], packages?: readonly string[]][] = [
  ["src/contract.ts", []],
  ["src/handler-bundle.ts", []],

  ["src/core/wording", []],
  ["src/core/spread", core("wording")],
  ["src/core/record", [], ["node:crypto"]],
  ["src/core/deployment", core("record")],
  ["src/core/pattern", ["src/core/record", "src/contract.ts"]],
  ["src/core/notification", ["src/core/record"]],
  ["src/core/log", ["src/core/record"], ["node:zlib"]],
  ["src/core/digest", core("record"), ["node:crypto", "node:zlib"]],
  ["src/core/entry/trim", [...core("wording", "record"), "src/contract.ts"], ["node:buffer"]],
  [
    "src/core/entry",
    ["src/core/entry/trim", "src/core/record", "src/contract.ts"],
    ["node:crypto", "node:buffer"],
  ],
  ["src/core/walk", core("entry", "entry/trim", "log", "record")],
  ["src/core/syntax", []],
  ["src/core/function", core("syntax", "pattern")],
  ["src/core/expression", core("function", "syntax", "record")],
  ["src/core/explain", core("expression", "function", "syntax", "record")],
  ["src/core/list", core("expression", "function", "syntax", "record")],
  ["src/core/condition", core("expression", "function", "pattern", "record")],
  ["src/core/severity", core("list", "expression", "function", "record")],
  ["src/core/stateful", core("severity")],
  [
    "src/core/rule",
    core(
      "severity",
      "stateful",
      "condition",
      "list",
      "explain",
      "expression",
      "function",
      "syntax",
      "record",
    ),
  ],
  ["src/core/memory", core("rule", "stateful", "expression", "pattern", "record")],
  [
    "src/core/rule-file",
    [
      "src/contract.ts",
      ...core(
        "memory",
        "rule",
        "severity",
        "stateful",
        "list",
        "explain",
        "expression",
        "function",
        "record",
      ),
    ],
  ],
  [
    "src/core/compiler",
    core(
      "rule-file",
      "rule",
      "severity",
      "stateful",
      "condition",
      "list",
      "expression",
      "pattern",
      "record",
    ),
  ],
  [
    "src/core/verdict",
    core(
      "rule",
      "severity",
      "stateful",
      "condition",
      "list",
      "expression",
      "entry/trim",
      "entry",
      "record",
    ),
  ],
  ["src/core/yaml", []],
  ["src/core/python/syntax", []],
  ["src/core/python", core("python/syntax", "record")],
  ["src/core/migrate/turn", core("python/syntax", "record")],
  ["src/core/migrate/symbol", core("python/syntax", "python", "expression", "record")],
  ["src/core/migrate/call", core("migrate/symbol", "python/syntax", "python")],
  [
    "src/core/migrate",
    core(
      "migrate/turn",
      "migrate/symbol",
      "migrate/call",
      "python/syntax",
      "python",
      "compiler",
      "rule-file",
      "rule",
      "expression",
      "record",
      "yaml",
    ),
  ],
  ["src/core/terraform", []],
  ["src/core/migrate/meaning", core("migrate", "python/syntax", "record")],
  [
    "src/core/migrate/module",
    core("migrate/meaning", "migrate", "python/syntax", "terraform", "rule", "yaml"),
  ],
  ["src/core/starter", core("yaml")],
  ["src/core/catalogue", core("rule-file", "rule", "severity", "stateful", "syntax")],
  ["src/core/actor", core("record")],
  ["src/core/alert", core("actor", "verdict", "rule", "severity", "stateful", "entry", "record")],
  ["src/core/mute", []],
  ["src/core/thread", core("mute", "alert", "actor", "rule", "record")],
  [
    "src/core/operation",
    core("thread", "mute", "alert", "actor", "entry", "log", "notification", "record"),
  ],
  ["src/core/slack/text", core("wording", "thread", "alert", "actor", "rule", "record")],
  [
    "src/core/slack",
    core("wording", "slack/text", "mute", "thread", "alert", "actor", "rule", "stateful", "record"),
  ],
  [
    "src/core/alert-event",
    core("slack/text", "thread", "alert", "actor", "entry", "rule", "stateful", "record"),
  ],
  [
    "src/core/sns",
    core(
      "wording",
      "slack",
      "slack/text",
      "thread",
      "alert",
      "actor",
      "rule",
      "stateful",
      "record",
    ),
  ],
  [
    "src/core/authoring",
    core(
      "alert",
      "compiler",
      "severity",
      "stateful",
      "rule-file",
      "rule",
      "list",
      "explain",
      "condition",
      "expression",
      "pattern",
      "record",
    ),
  ],
  [
    "src/core/settings",
    core(
      "authoring/finding.ts",
      "alert-event",
      "alert",
      "actor",
      "rule",
      "severity",
      "list",
      "notification",
      "pattern",
      "record",
      "deployment",
    ),
  ],
  ["src/core/except", core("alert", "rule-file", "rule", "expression", "spread", "record", "yaml")],
  [
    "src/core/backtest",
    core(
      "spread",
      "wording",
      "except",
      "alert",
      "actor",
      "verdict",
      "memory",
      "stateful",
      "rule",
      "expression",
      "entry",
      "record",
    ),
  ],
  [
    "src/core/explanation",
    core(
      "explain",
      "compiler",
      "verdict",
      "slack",
      "alert",
      "memory",
      "stateful",
      "rule",
      "list",
      "expression",
      "pattern",
      "record",
    ),
  ],
  ["src/core/cost", core("wording")],
  [
    "src/core/send-test",
    core("settings", "alert-event", "slack", "alert", "pattern", "entry", "rule", "record"),
  ],
  ["src/core/settings/companion", core("settings", "notification", "record")],

  [
    "src/ports.ts",
    core("sns", "mute", "slack", "thread", "memory", "alert", "entry", "notification", "record"),
  ],
  ["src/adapters/files", [], ["node:"]],
  ["src/adapters/yaml", core("rule-file", "rule", "record"), ["js-yaml", "yaml"]],
  [
    "src/adapters/slack",
    ["src/ports.ts", ...core("settings", "slack", "alert")],
    ["@slack/web-api"],
  ],
  [
    "src/adapters",
    [
      "src/adapters/yaml",
      "src/ports.ts",
      ...core(
        "settings/companion",
        "settings",
        "compiler",
        "slack",
        "alert",
        "rule-file",
        "rule",
        "severity",
        "stateful",
        "list",
        "syntax",
        "deployment",
        "record",
      ),
    ],
    ["ajv", "yaml", "node:"],
  ],
  ["src/adapters/aws/lean", [], ["@aws-sdk/", "node:crypto", "node:stream"]],
  [
    "src/adapters/aws",
    [
      "src/adapters/aws/lean",
      "src/ports.ts",
      ...core("sns", "thread", "alert", "entry", "log", "record"),
    ],
    ["@aws-sdk/", "node:crypto", "node:zlib"],
  ],
  [
    "src/adapters/aws/drawing",
    ["src/adapters/aws", "src/ports.ts", ...core("mute", "thread")],
    ["@aws-sdk/"],
  ],
  [
    "src/adapters/authoring",
    [
      "src/adapters",
      "src/adapters/yaml",
      ...core("catalogue", "settings", "rule-file", "rule", "syntax", "record"),
    ],
    ["yaml", "node:"],
  ],
  [
    "src/adapters/aws/asked",
    ["src/adapters/aws", ...core("operation", "deployment", "log")],
    ["@aws-sdk/"],
  ],
  [
    "src/adapters/aws/operation",
    ["src/adapters/aws", "src/adapters/aws/asked", ...core("operation", "mute", "thread")],
    ["@aws-sdk/"],
  ],
  ["src/adapters/aws/send-test", ["src/adapters/aws", "src/ports.ts"], ["@aws-sdk/"]],
  ["src/adapters/aws/digest", ["src/adapters/aws", "src/core/digest"], ["@aws-sdk/"]],
  ["src/adapters/aws/published", ["src/adapters/aws/lean", "src/ports.ts"], ["@aws-sdk/"]],
  [
    "src/adapters/aws/canary",
    ["src/adapters/aws", "src/ports.ts", ...core("thread")],
    ["@aws-sdk/"],
  ],
  [
    "src/adapters/aws/memory",
    ["src/adapters/aws", "src/ports.ts", ...core("memory")],
    ["@aws-sdk/"],
  ],
  ["src/splitter/canary", ["src/ports.ts", ...core("entry")]],
  ["src/splitter/published", ["src/ports.ts", ...core("log", "record")]],
  ["src/splitter/validation", ["src/ports.ts", ...core("digest", "entry")]],
  [
    "src/splitter",
    [
      "src/splitter/canary",
      "src/splitter/published",
      "src/ports.ts",
      ...core("settings", "rule", "expression", "entry", "log", "notification", "record"),
    ],
  ],
  [
    "src/splitter/compose.ts",
    [
      "src/splitter",
      "src/adapters/aws/lean",
      "src/splitter/canary",
      "src/ports.ts",
      "src/adapters/env.ts",
      "src/adapters/aws",
      "src/adapters/aws/published",
      "src/adapters/aws/digest",
      "src/splitter/validation",
      ...core("settings", "verdict", "walk", "entry", "notification"),
    ],
    ["@aws-sdk/", "aws-lambda"],
  ],
  [
    "src/splitter/handler.ts",
    ["src/splitter/compose.ts", "src/adapters", "src/adapters/aws"],
    ["@aws-sdk/"],
  ],
  ["src/notifier/canary", ["src/contract.ts", "src/ports.ts"]],
  [
    "src/notifier/record",
    [
      "src/ports.ts",
      ...core(
        "settings",
        "sns",
        "slack",
        "thread",
        "alert",
        "verdict",
        "rule",
        "stateful",
        "record",
      ),
    ],
  ],
  [
    "src/notifier/memory",
    ["src/notifier/record", "src/ports.ts", ...core("memory", "rule", "stateful")],
  ],
  [
    "src/notifier/pen",
    ["src/ports.ts", ...core("sns", "slack", "slack/text", "thread", "alert", "rule", "record")],
  ],
  [
    "src/notifier/sheet",
    ["src/notifier/pen", "src/ports.ts", ...core("mute", "thread", "alert", "rule", "record")],
  ],
  [
    "src/notifier/draw",
    [
      "src/notifier/sheet",
      "src/notifier/pen",
      "src/ports.ts",
      ...core("mute", "thread", "alert", "rule", "record"),
    ],
  ],
  [
    "src/notifier/drawer",
    [
      "src/notifier/draw",
      "src/notifier/sheet",
      "src/notifier/pen",
      "src/ports.ts",
      ...core("alert-event", "settings", "alert"),
    ],
  ],
  [
    "src/notifier/drawer/compose-drawer.ts",
    [
      "src/notifier/drawer",
      "src/notifier/draw",
      "src/ports.ts",
      "src/adapters/slack",
      "src/adapters/aws",
      "src/adapters/aws/drawing",
    ],
    ["@aws-sdk/"],
  ],
  [
    "src/notifier/drawer/own-drawer.ts",
    ["src/notifier/drawer/compose-drawer.ts", "src/notifier/draw", "src/adapters/aws"],
    ["@aws-sdk/"],
  ],
  [
    "src/notifier",
    [
      "src/notifier/drawer",
      "src/notifier/canary",
      "src/notifier/memory",
      "src/notifier/record",
      "src/notifier/draw",
      "src/ports.ts",
      ...core(
        "settings",
        "thread",
        "alert",
        "verdict",
        "list",
        "rule",
        "stateful",
        "expression",
        "entry",
        "record",
      ),
    ],
    ["aws-lambda"],
  ],
  [
    "src/notifier/compose.ts",
    [
      "src/notifier",
      "src/notifier/draw",
      "src/notifier/drawer/compose-drawer.ts",
      "src/ports.ts",
      "src/adapters/aws",
      "src/adapters/aws/canary",
      "src/adapters/aws/memory",
      ...core("settings"),
    ],
    ["@aws-sdk/"],
  ],
  [
    "src/notifier/handler.ts",
    [
      "src/notifier/compose.ts",
      "src/notifier/drawer/own-drawer.ts",
      "src/adapters",
      "src/adapters/aws",
      "src/contract.ts",
    ],
    ["@aws-sdk/", "node:crypto"],
  ],
  [
    "src/backtest",
    [
      "src/notifier",
      "src/notifier/drawer",
      "src/notifier/record",
      "src/ports.ts",
      ...core("backtest", "settings", "thread", "record"),
    ],
  ],

  ["infra/runbook", infra(), CDK],
  ["infra/delivery", infra(), CDK],
  ["infra/function", infra(), CDK],
  [
    "infra/shared",
    [
      "infra/delivery",
      "infra/function",
      "src/handler-bundle.ts",
      "src/adapters/rule-folder.ts",
      "src/adapters/settings-file.ts",
      ...core("settings", "verdict", "rule", "deployment"),
    ],
    [...CDK, "node:"],
  ],
  ["infra/quotas", core("pattern")],
  [
    "infra/splitter",
    [
      ...infra("delivery", "function", "shared"),
      ...core("settings", "rule", "notification", "deployment"),
    ],
    CDK,
  ],
  ["infra/guard", ["infra/shared", ...core("deployment")], CDK],
  [
    "infra/consumer",
    [
      "infra/delivery",
      "infra/runbook",
      "infra/shared",
      ...core("settings", "alert-event", "pattern", "rule", "deployment"),
    ],
    CDK,
  ],
  [
    "infra/bus",
    [...infra("consumer", "delivery", "guard", "shared"), ...core("settings", "deployment")],
    CDK,
  ],
  [
    "infra/notifier",
    [
      "infra/consumer",
      "infra/delivery",
      "infra/function",
      "infra/shared",
      ...core("settings", "compiler", "alert", "rule", "deployment"),
    ],
    CDK,
  ],
  [
    "infra/operations",
    [
      ...infra("notifier", "bus", "consumer", "splitter", "runbook", "delivery", "shared"),
      ...core("rule"),
    ],
    CDK,
  ],
  ["infra/tamper", [...infra("consumer", "delivery", "shared"), ...core("alert", "pattern")], CDK],
  [
    "infra",
    [
      ...infra("tamper", "operations", "notifier", "bus", "consumer", "splitter", "runbook"),
      ...infra("delivery", "function", "guard", "shared"),
      ...core("settings/companion", "settings", "alert-event", "notification", "rule"),
      ...core("deployment"),
    ],
    CDK,
  ],
  ["infra/lean", [], ["esbuild", "node:fs", "node:module", "node:path", "@smithy/signature-v4"]],
  [
    "infra/build",
    [
      "infra",
      "infra/lean",
      "infra/quotas",
      "src/handler-bundle.ts",
      "src/adapters/schema-problem.ts",
      "src/adapters/settings-file.ts",
      "src/adapters/temp-folder.ts",
      ...core("settings", "rule", "deployment", "pattern"),
    ],
    [...CDK, "cdk-nag", "esbuild", "node:"],
  ],

  ["src/local/protocol", core("record"), ["node:"]],
  ["src/local/wiring", core("settings")],
  ["src/local/iam", [], ["node:net"]],
  ["src/local/access", local("iam", "protocol", "wiring"), ["node:crypto"]],
  [
    "src/local/services",
    [...local("protocol", "wiring"), ...core("pattern", "record")],
    ["classic-level", "dynalite", "node:"],
  ],
  ["src/local/state", [], ["node:"]],
  ["src/local/sqs", local("protocol"), ["node:"]],
  [
    "src/local/events",
    [...local("protocol", "wiring"), ...core("log", "pattern", "record")],
    ["node:"],
  ],
  [
    "src/local/trail",
    ["src/contract.ts", ...local("events", "access", "iam", "protocol", "wiring")],
    ["node:"],
  ],
  [
    "src/local/s3",
    [
      "src/adapters/temp-folder.ts",
      ...local("events", "protocol", "wiring"),
      ...core("notification"),
    ],
    ["node:"],
  ],
  ["src/local/lambda", local("services", "sqs", "wiring"), ["esbuild", "node:"]],
  ["src/local/template", local("wiring"), ["node:"]],
  ["src/local/samples", [], ["node:"]],
  ["src/local/desk/page/base", []],
  ["src/local/desk/page/message", local("desk/page/base")],
  ["src/local/desk/page/panel", local("desk/page/base")],
  ["src/local/desk/page", local("desk/page/message", "desk/page/panel", "desk/page/base")],
  ["src/local/desk/slack", core("record"), ["node:"]],
  ["src/local/desk", [...local("desk/slack", "protocol"), ...core("record")], ["node:"]],
  [
    "src/local",
    [
      ...local("access", "desk", "desk/slack", "events", "iam", "lambda", "protocol", "s3"),
      ...local("services", "sqs"),
      ...local("state", "template", "trail", "wiring"),
      ...core("settings"),
    ],
    ["node:"],
  ],

  // Loads on any Node, so that one that is too old can be told so.
  ["src/cli/node-version.ts", []],
  [
    "src/cli",
    [
      "src/handler-bundle.ts",
      "src/local",
      "src/adapters",
      ...core("wording", "settings", "verdict", "rule", "expression", "entry", "record"),
    ],
    ["@aws-sdk/client-s3", "picocolors", "node:"],
  ],
  ["src/cli/terminal", ["src/cli"]],
  ["src/cli/json", ["src/cli", "src/core/rule"]],
  [
    "src/cli/input",
    [
      "src/cli",
      "src/adapters/aws/asked",
      ...core("wording", "except", "log", "notification", "expression", "record"),
    ],
    ["node:"],
  ],
  [
    "src/cli/run",
    [
      "src/cli",
      "src/cli/input",
      "src/local",
      ...core("wording", "settings", "rule", "expression", "log", "notification", "record"),
    ],
    ["picocolors", "node:"],
  ],
  [
    "src/cli/explanation",
    [
      "src/cli",
      "src/cli/input",
      ...core(
        "wording",
        "explanation",
        "explain",
        "settings",
        "slack",
        "rule",
        "expression",
        "record",
      ),
    ],
    ["picocolors"],
  ],
  [
    "src/cli/backtest",
    [
      "src/cli",
      "src/cli/input",
      "src/backtest",
      "src/adapters/temp-folder.ts",
      ...core("spread", "backtest", "settings", "thread", "log", "notification", "record"),
    ],
    ["node:"],
  ],
  [
    "src/cli/migrate",
    [
      "src/adapters/files",
      "src/cli",
      "src/cli/input",
      "src/adapters",
      ...core("wording", "migrate/module", "migrate/meaning", "migrate", "terraform", "record"),
    ],
    ["@cdktn/hcl2json", "yaml", "node:"],
  ],
  [
    "src/cli/report",
    [
      "src/adapters/files",
      "src/cli",
      "src/cli/explanation",
      "src/cli/input",
      ...core("spread", "wording", "backtest", "catalogue"),
    ],
    ["node:"],
  ],
  [
    "src/cli/alerts",
    [
      "src/cli",
      "src/cli/input/json-lines.ts",
      "src/adapters/temp-folder.ts",
      ...core("alert", "memory", "rule", "expression", "record"),
    ],
    ["node:"],
  ],
  [
    "src/cli/commands/records",
    [
      "src/adapters/files",
      "src/cli",
      "src/cli/alerts",
      "src/cli/backtest",
      "src/cli/report",
      "src/cli/explanation",
      "src/adapters/settings-file.ts",
      "src/cli/json",
      "src/cli/input",
      ...core(
        "spread",
        "wording",
        "backtest",
        "except",
        "settings",
        "verdict",
        "rule",
        "expression",
        "entry",
      ),
      ...core("cost", "notification", "record"),
    ],
    ["node:"],
  ],
  [
    "src/cli/rules",
    [
      "src/adapters/files",
      "src/cli",
      "src/adapters",
      "src/adapters/yaml",
      "src/adapters/authoring",
      ...core("wording", "severity", "catalogue", "starter", "stateful", "rule-file", "rule"),
      ...core("list", "expression"),
    ],
    ["picocolors", "node:"],
  ],
  [
    "src/cli/authoring",
    [
      "src/cli",
      "src/adapters/authoring",
      "src/adapters",
      "src/adapters/yaml",
      ...core("wording", "settings", "authoring", "explain", "rule-file", "rule", "record"),
    ],
    ["picocolors", "node:"],
  ],
  [
    "src/cli/commands/authoring",
    [
      "src/adapters/files",
      "src/cli",
      "src/cli/json",
      "src/cli/input",
      "src/cli/migrate",
      "src/cli/authoring",
      "src/cli/rules",
      "src/cli/terminal",
      "src/cli/run/stop-signal.ts",
      "src/adapters",
      "src/adapters/yaml",
      "src/adapters/authoring",
      "src/adapters/aws/asked",
      ...core(
        "wording",
        "settings",
        "authoring",
        "starter",
        "catalogue",
        "deployment",
        "migrate",
        "compiler",
        "verdict",
        "rule-file",
        "rule",
        "condition",
        "expression",
        "record",
      ),
    ],
    ["node:"],
  ],
  [
    "src/cli/operation",
    [
      "src/adapters/files",
      "src/cli",
      "src/cli/input",
      "src/cli/explanation/ink.ts",
      "src/adapters/aws/asked",
      "src/adapters/aws/operation",
      ...core(
        "wording",
        "operation",
        "mute",
        "deployment",
        "thread",
        "alert",
        "actor",
        "notification",
      ),
      ...core("verdict", "entry", "record"),
    ],
    ["node:"],
  ],
  [
    "src/cli/send-test",
    [
      "src/adapters",
      "src/adapters/slack",
      "src/adapters/aws/asked",
      "src/adapters/aws/operation",
      "src/adapters/aws/send-test",
      "src/ports.ts",
      ...core("send-test", "settings", "operation", "deployment", "sns", "slack", "alert"),
    ],
    ["node:"],
  ],
  [
    "src/cli/commands/deployed",
    [
      "src/adapters/files",
      "src/cli/send-test",
      "src/core/send-test",
      "src/core/settings",
      "src/adapters/settings-file.ts",
      "src/adapters/yaml",
      "src/cli",
      "src/cli/json",
      "src/cli/operation",
      "src/cli/input",
      "src/cli/run/stop-signal.ts",
      "src/cli/explanation/ink.ts",
      "src/adapters/aws/operation",
      "src/adapters/aws/asked",
      "src/adapters/aws/digest",
      ...core(
        "wording",
        "operation",
        "mute",
        "rule",
        "notification",
        "deployment",
        "digest",
        "record",
      ),
    ],
    ["node:"],
  ],
  [
    "src/cli/commands/run.ts",
    [
      "src/cli",
      "src/cli/json",
      "src/cli/input",
      "src/cli/run",
      "src/local",
      "src/local/samples",
      "src/local/template",
      "src/adapters",
      ...core("settings"),
    ],
    ["picocolors", "node:"],
  ],
  ["src/cli/completion", ["src/cli"]],
  ["src/cli/reference", ["src/cli"]],
  ["src/cli/commands/docs.ts", ["src/cli", "src/cli/reference"]],
  ["src/cli/commands/completion.ts", ["src/cli", "src/cli/completion"]],
  // The one place above both the commands and the deployment.
  [
    "src/cli/start.ts",
    [
      "src/cli",
      "src/cli/terminal",
      "src/cli/commands/records",
      "src/cli/commands/authoring",
      "src/cli/commands/deployed",
      "src/cli/commands/run.ts",
      "src/cli/commands/completion.ts",
      "src/cli/commands/docs.ts",
      "infra/build/synthesize.ts",
    ],
    ["node:"],
  ],
  ["src/cli/main.ts", ["src/cli/node-version.ts", "src/cli/start.ts"]],
];

function core(...rooms: string[]): string[] {
  return ["src/contract.ts", ...rooms.map((room) => `src/core/${room}`)];
}

function local(...rooms: string[]): string[] {
  return ["src/contract.ts", ...rooms.map((room) => `src/local/${room}`)];
}

function infra(...rooms: string[]): string[] {
  return ["src/contract.ts", ...rooms.map((room) => `infra/${room}`)];
}

/** Files one can look over at once. */
const MAX_FILES = 16;

/** Lines of one noun; a file with more says why in its first comment. */
const MAX_LINES = 250;

const layering = suite("layering");

for (const file of code()) {
  layering(`${file} imports only what its room may`, () => {
    const [room, uses, packages = []] = ROOMS.find(([name]) => name === roomOf(file)) ?? [];
    assert.ok(uses, `${file} is in no room: add ${roomOf(file)} to ROOMS`);
    for (const target of imports(file)) {
      const allowed = isOurs(target)
        ? roomOf(target) === room || uses.includes(roomOf(target)) || uses.includes(target)
        : packages.some((name) => target === name || target.startsWith(prefixOf(name)));
      assert.ok(allowed, `${file} may not import ${target}`);
    }
  });
}

layering("has no row without a room", () => {
  const rooms = new Set(code().map(roomOf));
  assert.equal(
    ROOMS.map(([room]) => room).filter((room) => !rooms.has(room)),
    [],
  );
});

layering("lets a room use only what stands above it, so that no two use each other", () => {
  for (const [index, [room, uses]] of ROOMS.entries()) {
    const above = new Set(ROOMS.slice(0, index).map(([name]) => name));
    for (const used of uses) {
      assert.ok(above.has(used) || above.has(posix.dirname(used)), `${room} uses ${used}`);
    }
  }
});

layering(`has at most ${MAX_FILES} files in a room`, () => {
  const folders = new Map<string, number>();
  for (const file of [...files("src"), ...files("infra")]) {
    const folder = posix.dirname(file);
    folders.set(folder, (folders.get(folder) ?? 0) + 1);
  }
  // Pages that are made, one for each rule, nobody looks over.
  const crowded = [...folders].filter(
    ([folder, count]) => count > MAX_FILES && !folder.startsWith(RULE_PAGES),
  );
  assert.equal(crowded, []);
});

layering(`has at most ${MAX_LINES} lines in a file whose first comment gives no reason`, () => {
  const long = code().filter((file) => {
    const text = read(file);
    return (
      text.split("\n").length - 1 > MAX_LINES && !/^\/\*[\s\S]*?\bOne file\b[\s\S]*?\*\//.test(text)
    );
  });
  assert.equal(long, []);
});

layering.run();

/** The room a file is in: the file itself where it has a row of its own. */
function roomOf(file: string): string {
  return ROOMS.some(([room]) => room === file) ? file : posix.dirname(file);
}

/** Code of the product, the desk page's JavaScript included. */
function code(): string[] {
  return [...files("src"), ...files("infra")].filter((file) => /\.[jt]s$/.test(file));
}

function isOurs(target: string): boolean {
  return /^(src|infra)\/.*\.[jt]s(on)?$/.test(target);
}

function prefixOf(name: string): string {
  return /[:/]$/.test(name) ? name : `${name}/`;
}

const names = suite("exported names");

names("stand in one file each, except for the handlers", () => {
  const files = new Map<string, string[]>();
  for (const file of code()) {
    for (const name of exportedNames(read(file))) {
      files.set(name, [...(files.get(name) ?? []), file]);
    }
  }
  assert.ok(files.size > 500, "exports are found");
  // A handler is what Lambda calls: each function's entrance has that name.
  files.delete("handler");
  const doubled = [...files].filter(([, where]) => where.length > 1);
  assert.equal(doubled, []);
});

names("are used in another file or by a test, values and types alike", () => {
  const used = new Set([...code(), ...files("test")].flatMap(usedNames));
  const unused = code().flatMap((file) => {
    const text = read(file).replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
    return (
      exportedNames(text)
        .filter((name) => !used.has(`${file} ${name}`) && name !== "handler")
        // A type may be there for the signature of what is exported beside it.
        .filter((name) => !isType(name, text) || count(text, new RegExp(`\\b${name}\\b`, "g")) < 2)
        .map((name) => `${file} ${name}`)
    );
  });
  assert.equal(unused, []);
});

names.run();

const tests = suite("tests");

for (const file of files("test").filter((name) => name.endsWith(".test.ts"))) {
  // uvu stays green when a suite is never run, or when one test hides the others.
  tests(`${file} runs every suite it declares, none is .only`, () => {
    const text = read(file);
    const declared = count(text, /^\s*const \w+ = suite(<[^>]*>)?\(/gm);
    assert.ok(declared > 0, `${file} declares no suite`);
    assert.is(declared, count(text, /^\s*\w+\.run\(\);$/gm));
    assert.not.match(text, /\.only\(/);
  });
}

tests.run();

function files(dir: string): string[] {
  return readdirSync(path(dir), { recursive: true, encoding: "utf8" })
    .map((name) => posix.join(dir, name))
    .filter((name) => statSync(path(name)).isFile());
}

function exportedNames(text: string): string[] {
  const declared =
    /^export (?:async |abstract )*(?:function\*?|const|let|class|interface|type) (\w+)/gm;
  return [...text.matchAll(declared)].map(([, name = ""]) => name);
}

function isType(name: string, text: string): boolean {
  return new RegExp(`^export (interface|type) ${name}\\b`, "m").test(text);
}

/** `<file> <name>` of what a file takes from others. */
function usedNames(file: string): string[] {
  if (!/\.[jt]s$/.test(file)) return [];
  const takes = /\{([^{}]*)\}\s*(?:from|= await import\()\s*"(\.[^"]+)"/g;
  const takesOne = /\(await import\(\s*"(\.[^"]+)",?\s*\)\)\s*\.(\w+)/g;
  const text = read(file);
  const taken = [...text.matchAll(takes)].map(([, list = "", target = ""]) => [list, target]);
  const takenOne = [...text.matchAll(takesOne)].map(([, target = "", name = ""]) => [name, target]);
  return [...taken, ...takenOne].flatMap(([list = "", target = ""]) =>
    list
      .split(",")
      .map((item) =>
        item
          .trim()
          .replace(/^type /, "")
          .split(/ as |:/)[0]
          ?.trim(),
      )
      .map((name) => `${posix.join(posix.dirname(file), target)} ${name}`),
  );
}

function imports(file: string): string[] {
  const text = read(file);
  return [...text.matchAll(/(?: from |^import |\bimport\()"([^"]+)"/gm)].map(([, target = ""]) =>
    target.startsWith(".") ? posix.join(posix.dirname(file), target) : target,
  );
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function read(file: string): string {
  return readFileSync(path(file), "utf8");
}

function path(file: string): string {
  return new URL(`../${file}`, import.meta.url).pathname;
}
