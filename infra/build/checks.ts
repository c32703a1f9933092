import { type App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";

/** Has every synth of an app checked against two packs of rules; what is acknowledged says why, in place. */
export function checkApp(app: App): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
}

/** Whose rules a synth is checked by: `cdk.json` turns on the first, {@linkcode checkApp} the others. */
export const CHECKED_BY = [
  "CloudFormation's schemas",
  "cdk-nag AwsSolutions",
  "cdk-nag Serverless",
];
