import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A package whose code is in a bundle. */
interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression. */
  readonly license: string;
  /** Where its source is, as it says itself. */
  readonly source: string | undefined;
  /** The texts of its licence and notice files. */
  readonly texts: readonly string[];
}

/**
 * Writes the notices that the licences of bundled packages ask for: each package's name, version,
 * licence, source and licence text; a text that several share stands once.
 *
 * @param inputs Files that went into the bundles, as esbuild names them, below `root`.
 * @throws {Error} If a package does not say its licence or lacks its text: nobody may hand it on then.
 */
export function thirdPartyNotices(inputs: Iterable<string>, root: string): string {
  const packages = [...new Set([...inputs].flatMap((input) => folderOf(input) ?? []))]
    .map((folder) => readPackage(join(root, folder)))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const byText = new Map<string, BundledPackage[]>();
  for (const it of packages) {
    const text = it.texts.join("\n\n");
    byText.set(text, [...(byText.get(text) ?? []), it]);
  }
  const sections = [...byText].map(([text, holders]) =>
    [...holders.map(lineOf), "", text].join("\n").trimEnd(),
  );
  return `${[HEAD, ...sections].join(`\n\n${"=".repeat(80)}\n\n`)}\n`;
}

const HEAD = `The bundles in this package hold code of the packages below, unmodified but for
bundling and for what no function calls, each under the licence that stands with it.`;

function lineOf({ name, version, license, source }: BundledPackage): string {
  return `${name} ${version} (${license})${source === undefined ? "" : `, source: ${source}`}`;
}

/** `node_modules/@scope/name` of a file in it; undefined for the project's own. */
function folderOf(input: string): string | undefined {
  return /^(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
}

function readPackage(folder: string): BundledPackage {
  const described = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const { name, version, repository, homepage, author } = described;
  // The older way to say it is a mapping.
  const license = described.license?.type ?? described.license;
  if (typeof license !== "string") {
    throw new Error(`Cannot bundle ${name} as its package.json must name a license: ${license}`);
  }
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice)\b/i.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim());
  if (texts.length === 0 && license === "MIT" && author?.name) texts.push(mitText(author.name));
  // This package's own LICENSE is the text of Apache-2.0.
  if (texts.length === 0 && license !== "Apache-2.0") {
    throw new Error(`Cannot bundle ${name} as it must bring the text of its license ${license}`);
  }
  if (texts.length === 0)
    texts.push("Apache-2.0: the text is in the file LICENSE of this package.");
  return { name, version, license, source: sourceOf(repository) ?? homepage, texts };
}

/** The licence of a package that names it and brings no text. */
function mitText(author: string): string {
  return `Copyright (c) ${author}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
}

function sourceOf(repository: unknown): string | undefined {
  const url = typeof repository === "object" ? (repository as { url?: string })?.url : repository;
  return typeof url === "string" ? url.replace(/^git\+/, "").replace(/\.git$/, "") : undefined;
}
