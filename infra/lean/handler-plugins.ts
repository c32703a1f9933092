import type { Plugin } from "esbuild";
import { leanBuiltins } from "./lean-builtins.ts";
import { leanRules } from "./lean-rules.ts";
import { leanSdk } from "./lean-sdk.ts";
import { leanSlack } from "./lean-slack.ts";
import { sdkParts } from "./sdk-parts.ts";

/** What esbuild bundles a handler with, beside its options. */
export const HANDLER_PLUGINS: readonly Plugin[] = [
  leanBuiltins,
  leanRules,
  leanSdk,
  sdkParts,
  leanSlack,
];
