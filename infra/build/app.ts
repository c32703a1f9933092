import { App } from "aws-cdk-lib";
import { settingsStack, toldError } from "./settings-app.ts";

// The app of `npm run deploy|diff -- -c settings=<file>`, which the CDK's command starts.
try {
  const app = new App();
  settingsStack(app);
  app.synth();
} catch (error) {
  process.stderr.write(`${toldError(error)}\n`);
  process.exitCode = 1;
}
