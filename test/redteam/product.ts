import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Synthesis, SynthesizedStack } from "../../infra/build/synthesize.ts";
import { makeTempFolder } from "../../src/adapters/temp-folder.ts";
import type { Command } from "../../src/cli/command.ts";
import type { LocalOptions } from "../../src/local/trailbridge.ts";
import { bufferedIo, type CliResult } from "../support/cli.ts";
import { createRunning, type Running } from "./running.ts";

/** A checkout of the product, as an attacker meets it: this one, or one named by `--checkout`. */
export interface Product {
  /** Absolute path. */
  readonly checkout: string;
  /** Runs a command of the program, {@linkcode COMMANDS} alone, with what stands on standard input. */
  cli(words: readonly string[], stdin?: string): Promise<CliResult>;
  /** The template that settings deploy to. */
  synthesize(settings: string): Promise<SynthesizedStack>;
  /**
   * Deploys settings to the local stack for as long as `use` takes.
   *
   * @param settings Text of a settings file; {@linkcode SETTINGS} if empty.
   */
  deployed<T>(
    settings: string,
    use: (running: Running) => Promise<T>,
    options?: DeployOptions,
  ): Promise<T>;
  /** Writes files into a folder that lives as long as the product. @returns Its absolute path. */
  folder(files: Readonly<Record<string, string>>): string;
  /**
   * Loads a module of the checkout, the first of the paths that is there.
   *
   * @throws {LacksEntrance} If none is.
   */
  load<Module>(...paths: readonly string[]): Promise<Module>;
  /** Deletes what was synthesized and written. */
  close(): void;
}

/** What the local stack is started with beside settings. */
export type DeployOptions = Partial<Omit<LocalOptions, "settings" | "deployments">> & {
  /** Changes the template before it is run, as someone would change what is deployed. */
  readonly change?: (stack: SynthesizedStack) => SynthesizedStack;
};

/** Settings with a Slack channel and a topic. */
export const SETTINGS = `
account: "111122223333"
region: us-east-1
logs: { bucket: logs }
slack: { app: { botTokenSecretId: bot, channel: C0SECURITY } }
sns: { topicArn: "arn:aws:sns:us-east-1:111122223333:alerts" }
`;

/** The same without a wait for what may come together, where the checkout knows of such a wait. */
const AT_ONCE = "threads: { groupWaitSeconds: 0 }\n";

/** A checkout that has no such part, so that nothing in it can stop the scenario. */
export class LacksEntrance extends Error {
  override readonly name = "LacksEntrance";
}

const COMMANDS = ["judge", "split", "patterns", "show"];

interface SettingsModule {
  parseSettings(yaml: string, name: string): LocalOptions["settings"];
}
interface SynthesizeModule {
  synthesizeSettings(
    settings: LocalOptions["settings"],
    folder: string,
  ): Promise<Synthesis<"trailbridge">>;
}
type LocalModule = typeof import("../../src/local/trailbridge.ts");
type ProgramModule = typeof import("../../src/cli/program.ts");

/** Opens a checkout. */
export function openProduct(checkout: string): Product {
  const syntheses = new Map<string, Promise<Synthesis<"trailbridge">>>();
  const closing: (() => void)[] = [];

  const load = async <Module>(...paths: readonly string[]): Promise<Module> => {
    const path = paths.find((it) => existsSync(join(checkout, it)));
    if (path === undefined) throw new LacksEntrance(`There is no ${paths.join(" or ")}`);
    return import(pathToFileURL(join(checkout, path)).href) as Promise<Module>;
  };
  const read = async (yaml: string) => {
    const { parseSettings } = await load<SettingsModule>("src/adapters/settings-file.ts");
    const text = yaml === "" ? SETTINGS : yaml;
    if (/^threads:/m.test(text)) return parseSettings(text, "settings.yaml");
    try {
      return parseSettings(text + AT_ONCE, "settings.yaml");
    } catch {
      return parseSettings(text, "settings.yaml");
    }
  };
  const synthesisOf = async (yaml: string) => {
    const settings = await read(yaml);
    const { synthesizeSettings } = await load<SynthesizeModule>(
      "infra/build/synthesize.ts",
      "infra/synthesize.ts",
    );
    const made = syntheses.get(yaml) ?? synthesizeSettings(settings, checkout);
    syntheses.set(yaml, made);
    const synthesis = await made;
    closing.push(() => synthesis.close());
    return { settings, stack: synthesis.stacks.trailbridge };
  };

  return {
    checkout,
    load,
    async cli(words, stdin = "") {
      const { runProgram } = await load<ProgramModule>("src/cli/program.ts");
      const commands: Command[] = [];
      for (const name of COMMANDS) {
        const path = ["authoring/", "deployed/", "records/", ""]
          .map((room) => `src/cli/commands/${room}${name}.ts`)
          .find((it) => existsSync(join(checkout, it)));
        if (path === undefined) continue;
        const module = await load<Readonly<Record<string, Command>>>(path);
        commands.push(module[`${name}Command`] as Command);
      }
      const { io, result } = bufferedIo(stdin);
      const status = await runProgram(commands, words, io, "");
      return { status, ...result() };
    },
    synthesize: async (settings) => (await synthesisOf(settings)).stack,
    async deployed(yaml, use, { change = unchanged, ...options } = {}) {
      const { settings, stack } = await synthesisOf(yaml);
      const { startTrailbridge } = await load<LocalModule>("src/local/trailbridge.ts");
      const running = await createRunning(settings, (onEvent) =>
        startTrailbridge({
          ...options,
          settings,
          deployments: [change(stack)],
          onEvent(event) {
            onEvent(event);
            options.onEvent?.(event);
          },
        }),
      );
      try {
        return await use(running);
      } finally {
        await running.local.close();
      }
    },
    folder(files) {
      const { path, remove } = makeTempFolder("redteam");
      closing.push(remove);
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(path, name)), { recursive: true });
        writeFileSync(join(path, name), text);
      }
      return path;
    },
    close() {
      for (const each of closing.splice(0)) each();
    },
  };
}

function unchanged(stack: SynthesizedStack): SynthesizedStack {
  return stack;
}
