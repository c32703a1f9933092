import { parseArgs } from "node:util";
import { toldError } from "./settings-app.ts";
import { synthesisText } from "./synthesis-text.ts";
import { synthesizeChecked } from "./synthesize-checked.ts";

// `npm run synth -- -c settings=<file> [-o <folder>]`
try {
  const synthesis = synthesizeChecked(argumentsOf(process.argv.slice(2)));
  for (const remark of synthesis.ruleRemarks) process.stderr.write(`${remark}\n`);
  process.stdout.write(synthesisText(synthesis));
} catch (error) {
  process.stderr.write(`${toldError(error)}\n`);
  process.exitCode = 1;
}

function argumentsOf(args: string[]) {
  const { values } = parsed(args);
  const context = (values.context ?? []).map((text) => {
    const [key, ...value] = text.split("=");
    return [key, value.join("=")] as const;
  });
  return { outdir: values.output ?? "cdk.out", context: Object.fromEntries(context) };
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        context: { type: "string", short: "c", multiple: true },
        output: { type: "string", short: "o" },
        quiet: { type: "boolean", short: "q" },
      },
    });
  } catch (cause) {
    throw new Error(
      `Cannot synthesize as synth takes -c settings=<file> and -o <folder>: ${(cause as Error).message}`,
      { cause },
    );
  }
}
