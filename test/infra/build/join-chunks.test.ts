import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type BundleFile, joinChunks } from "../../../infra/build/join-chunks.ts";
import { HANDLER_BUNDLE } from "../../../src/handler-bundle.ts";

const test = suite("joinChunks()");

test("joins what the entrance imports at once, and nothing that is loaded late", async () => {
  const made = await joinChunks(FILES, "index.mjs");
  const names = [...made.keys()].map((name) => name.replace(/-[\dA-F]{8}/, ""));
  assert.equal(names.sort(), ["index.mjs", "late-own.mjs", "late.mjs", "shared.mjs"]);
  for (const [name, text] of made) {
    const imported = [...text.matchAll(/\bfrom"\.\/([\w-]+?)(?:-[\dA-F]{8})?\.mjs"/g)];
    const others = new Set(imported.map(([, other]) => other));
    assert.equal([...others].sort(), IMPORTS[name] ?? [], name);
  }
});

test("gives each what it imported, made once, though the entrance waits for what is loaded late", async () => {
  assert.is(await outputOf(await joinChunks(FILES, "index.mjs")), "made a\na/b/late/own/true\n");
});

test("leaves as they do what was not joined", async () => {
  const texts = [...FILES].map(([name, { text }]) => [name, text] as const);
  assert.is(await outputOf(new Map(texts)), "made a\na/b/late/own/true\n");
});

test("names the joined file by its content", async () => {
  const nameOf = async (files: ReadonlyMap<string, BundleFile>) =>
    [...(await joinChunks(files, "index.mjs")).keys()].find((name) => name.startsWith("shared"));
  const { text = "", ...a } = FILES.get("a.mjs") ?? {};
  const other = { exports: [], imports: [], ...a, text: text.replaceAll('"a"', '"c"') };
  assert.is(await nameOf(FILES), await nameOf(FILES));
  assert.is.not(await nameOf(new Map([...FILES, ["a.mjs", other]])), await nameOf(FILES));
});

test.run();

const BANNER = HANDLER_BUNDLE.banner.js;

/** Two chunks that call different things alike, and the banner esbuild gives each file. */
const FILES: ReadonlyMap<string, BundleFile> = new Map([
  [
    "index.mjs",
    {
      text: `${BANNER} import{a as x}from"./a.mjs";import{a as y}from"./b.mjs";
        var late=await import("./late.mjs");console.log([x,y(),late.it,late.same===x].join("/"))`,
      exports: [],
      imports: ["a.mjs", "b.mjs"],
    },
  ],
  [
    "a.mjs",
    { text: `${BANNER} var a="a";console.log("made",a);export{a};`, exports: ["a"], imports: [] },
  ],
  [
    "b.mjs",
    {
      text: `${BANNER} import{a as c}from"./a.mjs";
        var p=require("node:path"),a=()=>p.basename("x/b"),d=c;export{a,d as b};`,
      exports: ["a", "b"],
      imports: ["a.mjs"],
    },
  ],
  [
    "late.mjs",
    {
      text: `${BANNER} import{b as d}from"./b.mjs";import{a as e}from"./late-own.mjs";
        var it="late/"+e;export{it,d as same};`,
      exports: ["it", "same"],
      imports: ["b.mjs", "late-own.mjs"],
    },
  ],
  ["late-own.mjs", { text: `${BANNER} var a="own";export{a};`, exports: ["a"], imports: [] }],
]);

const IMPORTS: Readonly<Record<string, readonly string[]>> = {
  "index.mjs": ["shared"],
  "late.mjs": ["late-own", "shared"],
};

/** What a process prints that starts at the entrance. */
async function outputOf(files: ReadonlyMap<string, string>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "join-chunks-"));
  try {
    for (const [name, text] of files) writeFileSync(join(folder, name), text);
    assert.is(readdirSync(folder).length, files.size);
    const { stdout, stderr } = spawnSync(process.execPath, [join(folder, "index.mjs")], {
      encoding: "utf8",
    });
    assert.is(stderr, "");
    return stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
