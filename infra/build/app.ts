import { dirname, resolve } from "node:path";
import { App } from "aws-cdk-lib";
import { readSettings } from "../../src/adapters/settings-file.ts";
import { TrailbridgeStack } from "../trailbridge-stack.ts";
import { checkApp } from "./checks.ts";

// `npm run synth|diff|deploy -- -c settings=<file>`: one stack as the settings file says.
const app = new App();
const file: unknown = app.node.tryGetContext("settings");
if (typeof file !== "string") {
  throw new Error(
    "Cannot synthesize as the settings file must be named: add -c settings=<file>, infra/examples has three to start from",
  );
}
new TrailbridgeStack(app, {
  settings: readSettings(file),
  baseDirectory: dirname(resolve(file)),
});
checkApp(app);
app.synth();
