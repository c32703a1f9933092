import { type App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";

/** Context that makes what CloudFormation would refuse fail the synth. It must be there when the app is made. */
export const CHECKED_CONTEXT = { "@aws-cdk/core:validateAgainstDefaultRules": true };

/** Has every synth of an app checked against two packs of rules; what is acknowledged says why, in place. */
export function checkApp(app: App): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
}
