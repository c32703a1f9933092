import { readdirSync, readFileSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { parse as parseYaml } from "yaml";
import type { Files } from "../../core/terraform/function.ts";
import { parseTemplateFile } from "../../core/terraform/parse.ts";
import { TerraformError } from "../../core/terraform/value.ts";
import { globTest } from "./glob.ts";

/** Files that functions of Terraform read: of the folder and those below it. */
export function filesOf(folder: string): Files {
  const inside = (path: string): string => {
    const file = resolve(folder, path);
    const below = relative(resolve(folder), file);
    if (below.startsWith("..") || resolve(below) === below)
      throw new TerraformError(`${basename(path)} is outside of the folder`);
    return file;
  };
  const text = (path: string): string => {
    const file = inside(path);
    try {
      return readFileSync(file, "utf8");
    } catch {
      throw new TerraformError(`the file ${path} is not there`);
    }
  };
  return {
    text,
    template: (path) => parseTemplateFile(text(path)),
    matching: (path, pattern) => {
      const isWanted = globTest(pattern);
      return filesBelow(inside(path)).filter(isWanted);
    },
    yaml: (it) => {
      try {
        return parseYaml(it);
      } catch {
        throw new TerraformError("yamldecode() of what is no YAML");
      }
    },
  };
}

/** Paths of files, in order, with slashes. */
function filesBelow(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((it) => it.isFile())
      .map((it) => relative(folder, join(it.parentPath, it.name)).replaceAll("\\", "/"))
      .sort();
  } catch {
    // Terraform's fileset() gives nothing of a folder that is not there.
    return [];
  }
}
