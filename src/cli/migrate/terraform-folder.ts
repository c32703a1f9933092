import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { isModule } from "../../core/migrate/module/move.ts";
import { type ConfigFile, TerraformConfig } from "../../core/terraform/config.ts";
import type { ModuleCall } from "../../core/terraform/module-call.ts";
import type { TerraformValue } from "../../core/terraform/value.ts";
import { filesOf } from "./function-files.ts";
import { parseHcl } from "./hcl.ts";
import { withOverrides } from "./override.ts";

/** Files of Terraform that were read. */
export interface TerraformFiles {
  readonly config: TerraformConfig;
  /** Calls of modules, those in modules of folders beside among them. */
  readonly calls: readonly FoundCall[];
  /** Paths of the files that were asked for. */
  readonly asked: readonly string[];
  /** Files that were read for what they declare. */
  readonly beside: readonly string[];
}

/** A call of a module, and the file that it comes from: that of the outermost call around it. */
export interface FoundCall {
  readonly call: ModuleCall;
  readonly from: string;
}

/** Whether a path is one of Terraform's files. */
export function isTerraform(path: string): boolean {
  return /\.(tf|tfvars|tf\.json|tfvars\.json|hcl)$/i.test(path);
}

/**
 * Reads files of Terraform, and what Terraform itself reads with them: its unit is the folder, so a
 * variable or local may be declared in a file beside, and `terraform.tfvars` and `*.auto.tfvars` set
 * variables without being named.
 *
 * @param paths Files and folders; of folders all files.
 * @throws {Error} If a file cannot be read.
 */
export async function readTerraform(paths: readonly string[]): Promise<TerraformFiles> {
  const asked = paths.flatMap((path) => (isFolder(path) ? filesIn(path) : [path]));
  const folder = dirname(asked.find((it) => !isVariables(it)) ?? asked[0] ?? ".");
  const beside = filesIn(folder).filter(
    (path) => !asked.some((it) => resolve(it) === resolve(path)),
  );
  const reads = filesOf(folder);
  const variables = new Map<string, TerraformValue>();
  const files: ConfigFile[] = [];
  for (const path of [...beside, ...asked]) {
    const file = await readFile(path);
    if (isVariables(path)) {
      for (const [name, value] of TerraformConfig.variables(file, reads))
        variables.set(name, value);
    } else files.push(file);
  }
  const config = new TerraformConfig(withOverrides(files), variables, reads);
  return { config, calls: await callsIn(config, 0, folder), asked, beside };
}

/** Modules within modules that are looked into: one that calls itself has no end. */
const MOST_DEEP = 8;

/**
 * What is called, in place of a local module what that calls.
 *
 * @param root The folder that Terraform is run in.
 */
async function callsIn(
  config: TerraformConfig,
  depth: number,
  root: string,
): Promise<readonly FoundCall[]> {
  const found: FoundCall[] = [];
  for (const call of [...config.moduleCalls(), ...config.terragruntCalls()]) {
    const inner = depth < MOST_DEEP ? await innerCalls(call, config, depth, root) : [];
    if (inner.length > 0) found.push(...inner.map((it) => ({ ...it, from: call.path })));
    else found.push({ call, from: call.path });
  }
  return found;
}

/** Calls of the module that comes from elsewhere in a module of a folder beside. */
async function innerCalls(
  { name, address, path, source, inputs, isAbsent }: ModuleCall,
  { gaps }: TerraformConfig,
  depth: number,
  root: string,
): Promise<readonly FoundCall[]> {
  const folder = join(dirname(path), source.replace(/\/\/(?=\w)/, "/"));
  if (!/^\.\.?\//.test(source) || !isFolder(folder)) return [];
  const files = await Promise.all(
    filesIn(folder)
      .filter((it) => !isVariables(it))
      .map(readFile),
  );
  const seen = relative(folder, root).replaceAll("\\", "/") || ".";
  const within = new TerraformConfig(
    withOverrides(files),
    inputs,
    filesOf(folder, root),
    gaps,
    seen,
  );
  const calls = (await callsIn(within, depth + 1, root)).filter(({ call }) => isModule(call));
  return calls.map(({ call, from }) => ({
    from,
    call: {
      ...call,
      name: `${name}-${call.name}`,
      address: `${address ?? `module.${name}`}.${call.address ?? `module.${call.name}`}`,
      ...(isAbsent && { isAbsent }),
    },
  }));
}

/** Reads a text of Terraform that stands in no file. */
export async function readTerraformText(text: string, path: string): Promise<TerraformFiles> {
  const json = await parseHcl(text, path);
  const config = new TerraformConfig([{ path, json }], new Map(), filesOf("."));
  return {
    config,
    calls: await callsIn(config, 0, "."),
    asked: [path],
    beside: [],
  };
}

async function readFile(path: string): Promise<ConfigFile> {
  const text = textOf(path);
  if (!path.endsWith(".json")) return { path, json: await parseHcl(text, path) };
  try {
    return { path, json: blocksOf(JSON.parse(text)) };
  } catch (error) {
    throw new Error(`Cannot read ${path} as JSON: ${(error as Error).message}`);
  }
}

/** JSON syntax allows a block where the parser of HCL gives a list of one. */
function blocksOf(json: Record<string, unknown>): Record<string, unknown> {
  const list = (value: unknown): unknown => (Array.isArray(value) ? value : [value]);
  const named = (value: unknown): unknown =>
    Object.fromEntries(Object.entries(value as object).map(([key, it]) => [key, list(it)]));
  const levels: Readonly<Record<string, (value: unknown) => unknown>> = {
    locals: list,
    module: named,
    variable: named,
    data: (value) => typed(value),
    resource: (value) => typed(value),
  };
  const typed = (value: unknown): unknown =>
    Object.fromEntries(Object.entries(value as object).map(([key, it]) => [key, named(it)]));
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [key, levels[key]?.(value) ?? value]),
  );
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Error(
      `Cannot read Terraform as the file must be readable: ${path}: ${(error as Error).message}`,
    );
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function isVariables(path: string): boolean {
  return /\.tfvars(\.json)?$/i.test(path);
}

/** Files that Terraform reads in a folder, later ones last where one sets what another has set. */
function filesIn(folder: string): string[] {
  const names = readdirSync(folder).filter((name) =>
    /\.tf(\.json)?$|\.auto\.tfvars(\.json)?$|^terraform\.tfvars(\.json)?$|^terragrunt\.hcl$/.test(
      name,
    ),
  );
  const rank = (name: string) =>
    name.startsWith("terraform.tfvars") ? 0 : isVariables(name) ? 1 : 2;
  return names
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map((name) => join(folder, name));
}
