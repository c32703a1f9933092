import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { runsLong, SHARED } from "../support/shared.ts";

const test = suite("small inputs through the commands");

if (runsLong(test, "the small inputs through the commands")) {
  test("come out as written beside each of them", async () => {
    const child = spawn(
      "python3",
      [`${SHARED}cases/run_cases.py`, `${SHARED}cases`, "--jobs", "2"],
      { cwd: fileURLToPath(new URL("../../", import.meta.url)) },
    );
    const [said] = await Promise.all([text(child.stdout), once(child, "exit")]);
    const [, right, all] = /(\d+)\/(\d+) cases right/.exec(said) ?? [];
    assert.ok(Number(all) > 0, said);
    assert.is(right, all, said);
  });
}

test.run();
