import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App, type Stack, Token } from "aws-cdk-lib";
import { makeTempFolder } from "../../src/adapters/temp-folder.ts";
import type { Settings } from "../../src/core/settings/settings.ts";
import { TrailbridgeStack } from "../trailbridge-stack.ts";

/** A synthesized stack, as plain data: what the local stack is wired from. */
export interface SynthesizedStack {
  readonly stackName: string;
  readonly account: string;
  readonly region: string;
  readonly template: { readonly Resources: Readonly<Record<string, SynthesizedResource>> };
  /** Absolute path of an asset's folder, by the hash in its `S3Key`. */
  assetFolder(hash: string): string;
}

/** A resource of its template. */
export interface SynthesizedResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** Synthesized stacks, and the folder they are in. */
export interface Synthesis<Names extends string> {
  readonly stacks: Readonly<Record<Names, SynthesizedStack>>;
  /** Deletes the folder. */
  close(): void;
}

/** Account and Region of a stack that leaves them to the deploy. */
const ELSEWHERE = { account: "111122223333", region: "us-east-1" };

/**
 * Synthesizes the stack a settings file describes, as `npm run synth` does but without its checks,
 * into a folder of its own.
 *
 * @param baseDirectory Folder of the settings file.
 */
export async function synthesizeSettings(
  settings: Settings,
  baseDirectory: string,
): Promise<Synthesis<"trailbridge">> {
  return synthesizeStacks((app) => ({
    trailbridge: new TrailbridgeStack(app, { settings, baseDirectory }),
  }));
}

/** Synthesizes any stacks of one app. In a checkout, handlers older than their source are bundled first. */
export async function synthesizeStacks<Names extends string>(
  define: (app: App) => Readonly<Record<Names, Stack>>,
): Promise<Synthesis<Names>> {
  if (import.meta.url.endsWith(".ts")) {
    const { bundleStaleHandlers } = await import("./bundle-handlers.ts");
    await bundleStaleHandlers();
  }
  const { path: outdir, remove: close } = makeTempFolder("synth");
  try {
    const app = new App({ outdir, context: UNCHECKED, analyticsReporting: false });
    const stacks = define(app);
    const assembly = unchecked(() => app.synth());
    const synthesized = Object.entries<Stack>(stacks).map(([name, stack]) => {
      const { templateFile } = assembly.getStackArtifact(stack.artifactId);
      const known = (value: string, otherwise: string) =>
        Token.isUnresolved(value) ? otherwise : value;
      const it: SynthesizedStack = {
        stackName: stack.stackName,
        account: known(stack.account, ELSEWHERE.account),
        region: known(stack.region, ELSEWHERE.region),
        template: JSON.parse(readFileSync(join(outdir, templateFile), "utf8")),
        assetFolder: (hash) => join(outdir, `asset.${hash}`),
      };
      return [name, it];
    });
    return { stacks: Object.fromEntries(synthesized), close };
  } catch (cause) {
    close();
    throw cause;
  }
}

/** The template as a deploy gets it, without a version of the CDK or paths of constructs in it. */
const UNCHECKED = { "aws:cdk:disable-path-metadata": true };

/** Validation takes seven seconds of a processor to start, and is what `npm run synth` is for. */
function unchecked<T>(synth: () => T): T {
  const before = process.env.CDK_VALIDATION;
  process.env.CDK_VALIDATION = "false";
  try {
    return synth();
  } finally {
    if (before === undefined) delete process.env.CDK_VALIDATION;
    else process.env.CDK_VALIDATION = before;
  }
}
