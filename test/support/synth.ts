import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Stack, type StackProps } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import cdkJson from "../../cdk.json" with { type: "json" };
import { CONFIG_FILE } from "../../src/contract.ts";
import type { FunctionConfig } from "../../src/core/settings/config.ts";

/** Account and Region of stacks under test, where a test wants them known. */
export const ENV = { account: "111122223333", region: "eu-central-1" };

/**
 * Synthesizes one stack to its template, without validation, which costs
 * seconds and has a test of its own.
 */
export function synth(define: (stack: Stack) => void, props: StackProps = {}): Template {
  return synthApp((app) => {
    const stack = new Stack(app, "Test", props);
    define(stack);
    return stack;
  });
}

/** As {@linkcode synth}, for a class that is itself a stack. */
export function synthApp(define: (app: App) => Stack): Template {
  return synthIn((app) => Template.fromStack(define(app)));
}

/** The `config.json` of every function that a definition makes. */
export function synthConfigs(define: (app: App) => void): FunctionConfig[] {
  return synthIn((app, outdir) => {
    define(app);
    const staged = join(outdir, ".trailbridge");
    return readdirSync(staged).map((asset) =>
      JSON.parse(readFileSync(join(staged, asset, CONFIG_FILE), "utf8")),
    );
  });
}

function synthIn<Result>(run: (app: App, outdir: string) => Result): Result {
  const outdir = mkdtempSync(join(tmpdir(), "trailbridge-synth-"));
  const before = process.env.CDK_VALIDATION;
  process.env.CDK_VALIDATION = "false";
  try {
    return run(new App({ outdir, context: cdkJson.context }), outdir);
  } finally {
    if (before === undefined) delete process.env.CDK_VALIDATION;
    else process.env.CDK_VALIDATION = before;
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** A resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DependsOn?: string | readonly string[];
}

/** The resources of one type, by logical id. */
export function resources(template: Template, type: string): Record<string, Resource> {
  return template.findResources(type) as Record<string, Resource>;
}

/** The one resource of a type whose logical id begins so. */
export function resource(template: Template, type: string, idPrefix = ""): Resource {
  const found = Object.entries(resources(template, type)).filter(([id]) => id.startsWith(idPrefix));
  if (found.length !== 1) {
    throw new Error(
      `Cannot pick ${type} "${idPrefix}*" as there must be one: ${found.length} (${found.map(([id]) => id)})`,
    );
  }
  return (found[0] as [string, Resource])[1];
}

/** Every action the policies attached to a role allow, sorted, with the resources they are for. */
export function grants(template: Template, roleIdPrefix: string): Record<string, unknown> {
  const policies = Object.values(resources(template, "AWS::IAM::Policy")).filter(({ Properties }) =>
    (Properties.Roles as { Ref: string }[]).some(({ Ref }) => Ref.startsWith(roleIdPrefix)),
  );
  const statements = policies.flatMap(
    ({ Properties }) =>
      (Properties.PolicyDocument as { Statement: Record<string, unknown>[] }).Statement,
  );
  return Object.fromEntries(
    statements
      .flatMap((statement) =>
        [statement.Action].flat().map((action) => [String(action), statement.Resource] as const),
      )
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
