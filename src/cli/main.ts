#!/usr/bin/env node
// What is imported here loads on any Node: one that is too old is told so before anything else loads.
import { nodeFault } from "./node-version.ts";

// npm goes to the package's folder before it runs a script: paths are meant from where the user stands.
const { INIT_CWD, npm_package_name, npm_lifecycle_event } = process.env;
if (INIT_CWD && npm_package_name === "trailbridge" && npm_lifecycle_event === "trailbridge") {
  process.chdir(INIT_CWD);
}

const fault = nodeFault(process.versions.node);
if (fault === undefined) {
  import("./start.ts");
} else {
  process.stderr.write(`${fault}\n`);
  process.exitCode = 2;
}
