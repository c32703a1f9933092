import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { makeTempFolder } from "../../src/adapters/temp-folder.ts";

const test = suite("makeTempFolder()");

test("sweeps the folders of processes that are no more, and no others", () => {
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  const dead = made(`trailbridge-${pid}-logs-AbC123`);
  const others = [
    made(`trailbridge-${process.pid}-logs-AbC123`),
    made(`trailbridge-${process.ppid}-logs-AbC123`),
    made(`trailbridge-${pid}-notes`),
  ];
  const folder = makeTempFolder("test");
  assert.not.ok(existsSync(dead));
  for (const other of others) assert.ok(existsSync(other), other);
  assert.ok(existsSync(folder.path));
  folder.remove();
  assert.not.ok(existsSync(folder.path));
  for (const other of others) rmSync(other, { recursive: true });
});

test.run();

function made(name: string): string {
  const path = join(tmpdir(), name);
  mkdirSync(path);
  return path;
}
