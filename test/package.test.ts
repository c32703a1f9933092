import { existsSync, readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import packageJson from "../package.json" with { type: "json" };

const test = suite("package.json");

test("decides on every dependency that would run a script when it is installed", () => {
  const { packages } = JSON.parse(readFileSync(path("package-lock.json"), "utf8")) as {
    packages: Record<string, { hasInstallScript?: boolean; optional?: boolean }>;
  };
  const running = Object.entries(packages)
    .filter(([, { hasInstallScript, optional }]) => hasInstallScript && !optional)
    .map(([folder]) => folder.replace(/^.*node_modules\//, ""));
  assert.equal(Object.keys(packageJson.allowScripts).sort(), [...new Set(running)].sort());
});

test("packs only what there is", () => {
  for (const file of packageJson.files) {
    // Made when it is packed.
    if (file !== "dist") assert.ok(existsSync(path(file)), file);
  }
});

test("pins every dependency, so that what was tried is what runs", () => {
  const pinned = { ...packageJson.dependencies, ...packageJson.devDependencies };
  for (const [name, version] of Object.entries(pinned)) {
    assert.match(version, /^\d+\.\d+\.\d+$/, name);
  }
});

test.run();

function path(file: string): string {
  return new URL(`../${file}`, import.meta.url).pathname;
}
