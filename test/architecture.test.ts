import { existsSync, readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";

/**
 * Rooms of the core → the rooms under it that it may use, lowest first. Besides them, a room may
 * import `src/contract.ts` and what its row adds. None may import a room above it.
 */
const CORE_ROOMS: [room: string, uses: string[], also?: string][] = [
  ["record", []],
  ["pattern", ["record"]],
  ["notification", ["record"]],
  ["log", ["record"], "node:zlib"],
  ["entry", ["record"], "node:(crypto|buffer)"],
  ["syntax", [], "@jmespath-community\\/"],
  ["function", ["syntax", "pattern"]],
  ["expression", ["function", "syntax", "record"], "@jmespath-community\\/"],
  ["condition", ["expression", "function", "pattern", "record"]],
  ["rule", ["condition", "expression", "function", "syntax", "record"]],
  ["compiler", ["rule", "condition", "expression", "pattern", "record"]],
  ["alert", ["rule", "entry", "record"], "node:crypto"],
  ["slack", ["alert", "rule", "record"]],
  ["sns", ["slack", "alert", "rule", "record"]],
  ["settings", ["alert", "rule", "record"]],
];

/** Folder or file → what it may import; the first row that fits counts. The whole architecture, in one table. */
const MAY_IMPORT: [prefix: string, allowed: RegExp][] = [
  ["src/contract.ts", /^$/],
  ["src/ports.ts", /^src\/core\//],
  ...coreRooms(),
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
  ["src/cli/commands/run.ts", /^(src\/|infra\/build\/synthesize\.ts|node:|picocolors)/],
  ["src/cli/", /^(src\/|node:|picocolors|cli-table3|@aws-sdk\/|@slack\/)/],
  [
    "infra/",
    /^(src\/contract\.ts|src\/core\/|src\/adapters\/(rule-folder|settings-file)\.ts|infra\/|aws-cdk-lib|constructs|cdk-nag|esbuild|node:)/,
  ],
];

function coreRooms(): [prefix: string, allowed: RegExp][] {
  return CORE_ROOMS.map(([room, uses, also]) => {
    const rooms = [room, ...uses].join("|");
    const other = also === undefined ? "" : `|${also}`;
    return [
      `src/core/${room}/`,
      new RegExp(`^(src\\/contract\\.ts$|src\\/core\\/(${rooms})\\/${other})`),
    ];
  });
}

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

const names = suite("exported names");

names("stand in one file each, except for the handlers", () => {
  const files = new Map<string, string[]>();
  for (const file of [...sources("src"), ...sources("infra")]) {
    for (const name of exportedNames(read(file))) {
      files.set(name, [...(files.get(name) ?? []), file]);
    }
  }
  assert.ok(files.size > 500, "exports are found");
  // A handler is what Lambda calls: each function's entrance has that name.
  files.delete("handler");
  const doubled = [...files].filter(([, where]) => where.length > 1);
  assert.equal(doubled, []);
});

names.run();

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

/** TypeScript, and the desk page's JavaScript. */
function sources(dir: string): string[] {
  return readdirSync(path(dir), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.[jt]s$/.test(name))
    .map((name) => posix.join(dir, name));
}

function exportedNames(text: string): string[] {
  const declared =
    /^export (?:async |abstract )*(?:function\*?|const|let|class|interface|type) (\w+)/gm;
  return [...text.matchAll(declared)].map(([, name = ""]) => name);
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
