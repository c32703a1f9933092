import { readFileSync } from "node:fs";
import {
  type App,
  type IPolicyValidationContext,
  type IPolicyValidationPlugin,
  type PolicyValidationPluginReport,
  Stack,
  Validations,
} from "aws-cdk-lib";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { quotaProblems } from "../quotas/quota-problems.ts";

/**
 * Has every synth of an app checked against two packs of rules, where what is acknowledged says why,
 * in place, and against the services' quotas.
 */
export function checkApp(app: App): void {
  Validations.of(app).addPlugins(
    new AwsSolutionsChecks(app),
    new ServerlessChecks(app),
    quotaChecks(),
  );
}

/** Whose rules a synth is checked by: `cdk.json` turns on the first, {@linkcode checkApp} the others. */
export const CHECKED_BY = [
  "CloudFormation's schemas",
  "cdk-nag AwsSolutions",
  "cdk-nag Serverless",
  "the services' quotas",
];

function quotaChecks(): IPolicyValidationPlugin {
  return {
    name: "quotas",
    validate({ appConstruct, stackTemplates }: IPolicyValidationContext) {
      const stacks = appConstruct.node.findAll().filter((it) => Stack.isStack(it));
      const violations = stackTemplates.flatMap(({ templatePath, stackConstructPath, region }) => {
        const stack = stacks.find(({ node }) => node.path === stackConstructPath);
        const place = {
          stackName: stack?.stackName ?? stackConstructPath,
          ...(region !== undefined && { region }),
        };
        const template = JSON.parse(readFileSync(templatePath, "utf8"));
        return quotaProblems(template, place).map(
          ({ id, what, text }): PolicyValidationPluginReport["violations"][number] => ({
            ruleName: what,
            description: text,
            violatingResources: [
              id === undefined
                ? { constructPath: stackConstructPath, locations: [], templatePath }
                : { resourceLogicalId: id, locations: [], templatePath },
            ],
          }),
        );
      });
      return { success: violations.length === 0, violations };
    },
  };
}
