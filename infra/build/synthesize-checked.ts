import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import type { RuleSet } from "../../src/core/rule/rule.ts";
import { CHECKED_BY } from "./checks.ts";
import { settingsStack } from "./settings-app.ts";

/** What a synthesis came to. */
export interface CheckedSynthesis {
  /** Settings file, as it was named. */
  readonly settingsFile: string;
  readonly templatePath: string;
  /** How many resources the template has. */
  readonly resources: number;
  readonly ruleSet: RuleSet;
  /** What makes its rules do less than one would think. */
  readonly ruleRemarks: readonly string[];
  /** Characters of each event pattern the rules were packed into. */
  readonly patternCharacters: readonly number[];
  /** Whose rules it was checked by, and found good; none if the environment turns the checks off. */
  readonly checkedBy: readonly string[];
}

/** What to synthesize, and where to. */
export interface SynthesisOptions {
  readonly outdir: string;
  /** Context of the app, `settings` among it; over that of `cdk.json` in the working directory. */
  readonly context: Readonly<Record<string, string>>;
}

/**
 * Synthesizes the stack of a settings file with every check on: what `npm run synth` does.
 *
 * @throws {Error} If the settings cannot be used, or a check finds something, with all it finds.
 */
export function synthesizeChecked({ outdir, context }: SynthesisOptions): CheckedSynthesis {
  // What the CDK itself has to improve is no news to whoever deploys this.
  process.env.JSII_DEPRECATED ??= "quiet";
  const app = new App({
    outdir,
    analyticsReporting: false,
    context: { ...CDK_DEFAULTS, ...projectContext(), ...context },
  });
  const { stack, ruleSet, ruleRemarks, patternCharacters } = settingsStack(app);
  let synthesized: ReturnType<App["synth"]>;
  try {
    synthesized = silently(() => app.synth());
  } catch (cause) {
    const found = violationsOf(readReport(join(outdir, "validation-report.json")));
    if (found.length === 0) throw cause;
    throw new Error(
      `Cannot deploy "${stack.stackName}" as ${found.length === 1 ? "a check finds something" : `checks find ${found.length} things`}:\n${found.map((it) => `  ${it}`).join("\n")}`,
      { cause },
    );
  }
  const { templateFullPath, template } = synthesized.getStackArtifact(stack.artifactId);
  return {
    settingsFile: context.settings ?? "",
    templatePath: templateFullPath,
    resources: Object.keys(template.Resources).length,
    ruleSet,
    ruleRemarks,
    patternCharacters,
    checkedBy: process.env.CDK_VALIDATION === "false" ? [] : CHECKED_BY,
  };
}

/** What the CDK's own command tells an app unless it is told otherwise. */
const CDK_DEFAULTS = {
  "aws:cdk:enable-path-metadata": true,
  "aws:cdk:enable-asset-metadata": true,
};

function projectContext(): Record<string, unknown> {
  return existsSync("cdk.json") ? JSON.parse(readFileSync("cdk.json", "utf8")).context : {};
}

interface Report {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly violations?: readonly {
      readonly ruleName: string;
      readonly description: string;
      readonly violatingConstructs: readonly { readonly constructPath?: string }[];
    }[];
  }[];
}

function readReport(file: string): Report {
  if (!existsSync(file)) return { pluginReports: [] };
  return JSON.parse(readFileSync(file, "utf8"));
}

function violationsOf({ pluginReports }: Report): readonly string[] {
  return pluginReports.flatMap(({ pluginName, violations = [] }) =>
    violations.flatMap(({ ruleName, description, violatingConstructs }) =>
      violatingConstructs.map(
        ({ constructPath = "the template" }) =>
          `${constructPath}: ${description} (${pluginName}, ${ruleName})`,
      ),
    ),
  );
}

/** The CDK prints what its checks find in its own words, over many lines each; here it is said once. */
function silently<T>(work: () => T): T {
  const { write } = process.stderr;
  process.stderr.write = () => true;
  try {
    return work();
  } finally {
    process.stderr.write = write;
  }
}
