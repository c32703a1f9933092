import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname } from "node:path";

/** Headers of everything the page is made of. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  // Messages carry what attackers typed. Should one ever reach the page as markup, it stays inert.
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

const FOLDER = new URL("./page/", import.meta.url);

/** A file of the page. */
export interface PageFile {
  readonly type: string;
  readonly bytes: Buffer;
}

function names(): string[] {
  return readdirSync(FOLDER, { recursive: true, encoding: "utf8" });
}

/**
 * Reads a file of the page by the path it is asked under; `/` is the page itself.
 *
 * @returns `undefined` for any path that is not one of the page's own files.
 */
export async function readPageFile(path: string): Promise<PageFile | undefined> {
  const name = path === "/" ? "index.html" : path.slice(1);
  const type = TYPES[extname(name)];
  if (type === undefined || !names().includes(name)) return undefined;
  return { type, bytes: await readFile(new URL(name, FOLDER)) };
}
