import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder of handler modules written for one test file; removed when the process ends. */
const folder = mkdtempSync(join(tmpdir(), "trailbridge-toys-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));

let count = 0;

/**
 * Writes an ES module for a function of the local stack.
 *
 * @param body Statements of `handler(event, context)`.
 * @param head Statements before it.
 * @returns The module's absolute path.
 */
export function toyFunction(body: string, head = ""): string {
  const path = join(folder, `toy-${++count}.mjs`);
  writeFileSync(path, `${head}\nexport async function handler(event, context) {\n${body}\n}\n`);
  return path;
}
