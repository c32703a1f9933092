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

test("brings no other package: what it needs is bundled, what an app has is a peer", () => {
  assert.not.ok("dependencies" in packageJson);
  for (const name of Object.keys(packageJson.peerDependencies)) {
    assert.ok(name in packageJson.peerDependenciesMeta, `npm would install ${name}`);
  }
});

test("packs only what there is", () => {
  for (const file of packageJson.files) {
    // Made when it is packed.
    if (file !== "dist") assert.ok(existsSync(path(file)), file);
  }
});

test("pins every dependency, so that what was tried is what runs", () => {
  for (const [name, version] of Object.entries(packageJson.devDependencies)) {
    assert.match(version, /^\d+\.\d+\.\d+$/, name);
  }
});

test.run();

function path(file: string): string {
  return new URL(`../${file}`, import.meta.url).pathname;
}
