#!/usr/bin/env node
// What is imported here loads on any Node: one that is too old is told so before anything else loads.
import { nodeFault } from "./node-version.ts";

const fault = nodeFault(process.versions.node);
if (fault === undefined) {
  import("./start.ts");
} else {
  process.stderr.write(`${fault}\n`);
  process.exitCode = 2;
}
