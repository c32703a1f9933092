import { readdirSync, readFileSync } from "node:fs";
import type { HandlerName } from "../../src/handler-bundle.ts";

/** The text of all files that a handler is bundled to, as they lie there now. */
export function bundleText(handler: HandlerName): string {
  const folder = `dist/lambda/${handler}`;
  return readdirSync(folder)
    .map((file) => readFileSync(`${folder}/${file}`, "utf8"))
    .join("\n");
}
