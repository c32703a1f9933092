import { readdirSync, readFileSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { parse as parseYaml } from "yaml";
import type { Files } from "../../core/terraform/function.ts";
import { parseTemplateFile } from "../../core/terraform/parse.ts";
import { TerraformError } from "../../core/terraform/value.ts";
import { globTest } from "./glob.ts";

/**
 * Files that functions of Terraform read: of the folder and those below it.
 *
 * @param root Another folder that may be read: the one Terraform is run in.
 */
export function filesOf(folder: string, root = folder): Files {
  const inside = (path: string): string => {
    const file = resolve(folder, path);
    if (![folder, root].some((it) => isBelow(file, it)))
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

function isBelow(file: string, folder: string): boolean {
  const below = relative(resolve(folder), file);
  return !below.startsWith("..") && resolve(below) !== below;
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
