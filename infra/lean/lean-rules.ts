import type { Plugin } from "esbuild";

/**
 * Lets esbuild leave out the analysis of rules' expressions. It says where events are looked up that a
 * rule may match; that is done at synth, and `readFunctionConfig()` takes no rule without it.
 */
export const leanRules: Plugin = {
  name: "lean-rules",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/]core[\\/]condition[\\/]expression-condition\.ts$/ }, () => ({
      contents: `export function conditionOf() {
        throw new Error("Cannot analyse a rule as the bundle must hold what does: it is left out");
      }`,
    }));
  },
};
