import { existsSync, readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";

/** Folder or file → what it may import; the first row that fits counts. The whole architecture, in one table. */
const MAY_IMPORT: [prefix: string, allowed: RegExp][] = [
  ["src/contract.ts", /^$/],
  ["src/ports.ts", /^src\/core\//],
  ["src/core/", /^(src\/contract\.ts|src\/core\/|node:(zlib|crypto|buffer)|@jmespath-community\/)/],
  [
    "src/adapters/",
    /^(src\/(contract|ports)\.ts|src\/core\/|src\/adapters\/|@aws-sdk\/|@smithy\/|@slack\/|yaml|ajv|node:)/,
  ],
  [
    "src/splitter/handler.ts",
    /^(src\/(contract|ports)\.ts|src\/(core|adapters|splitter)\/|@aws-sdk\/|aws-lambda)/,
  ],
  ["src/splitter/", /^src\/(contract\.ts|ports\.ts|core\/|splitter\/)/],
  [
    "src/notifier/handler.ts",
    /^(src\/(contract|ports)\.ts|src\/(core|adapters|notifier)\/|@aws-sdk\/|@slack\/|aws-lambda)/,
  ],
  ["src/notifier/", /^src\/(contract\.ts|ports\.ts|core\/|notifier\/)/],
  [
    "src/local/",
    /^(src\/(contract|ports)\.ts|src\/(core|adapters|local)\/|dynalite|esbuild|@aws-sdk\/|node:)/,
  ],
  ["src/cli/commands/run.ts", /^(src\/|infra\/synthesize\.ts|node:|picocolors)/],
  ["src/cli/", /^(src\/|node:|picocolors|cli-table3|fastest-levenshtein|@aws-sdk\/|@slack\/)/],
  [
    "infra/",
    /^(src\/contract\.ts|src\/core\/|src\/adapters\/(rule|settings)-files?\.ts|infra\/|aws-cdk-lib|constructs|cdk-nag|esbuild|node:)/,
  ],
];

const layering = suite("layering");

for (const file of [...files("src"), ...files("infra")]) {
  layering(`${file} imports only what its layer may`, () => {
    const [, allowed] = MAY_IMPORT.find(([prefix]) => file.startsWith(prefix)) ?? [];
    assert.instance(allowed, RegExp, `${file} belongs to no layer: add it to MAY_IMPORT`);
    for (const target of imports(file)) {
      assert.ok(allowed?.test(target), `${file} may not import ${target}`);
    }
  });
}

layering.run();

const tests = suite("tests");

for (const file of files("test").filter((name) => name.endsWith(".test.ts"))) {
  // uvu stays green when a suite is never run, or when one test hides the others.
  tests(`${file} runs every suite it declares, none is .only`, () => {
    const text = read(file);
    const declared = count(text, /^\s*const \w+ = suite(<[^>]*>)?\(/gm);
    assert.ok(declared > 0, `${file} declares no suite`);
    assert.is(declared, count(text, /^\s*\w+\.run\(\);$/gm));
    assert.not.match(text, /\.only\(/);
  });
}

tests.run();

function files(dir: string): string[] {
  if (!existsSync(path(dir))) return [];
  return readdirSync(path(dir), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => posix.join(dir, name));
}

function imports(file: string): string[] {
  const text = read(file);
  return [...text.matchAll(/(?: from |^import |\bimport\()"([^"]+)"/gm)].map(([, target = ""]) =>
    target.startsWith(".") ? posix.join(posix.dirname(file), target) : target,
  );
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function read(file: string): string {
  return readFileSync(path(file), "utf8");
}

function path(file: string): string {
  return new URL(`../${file}`, import.meta.url).pathname;
}
