import { readdirSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readSettings } from "../../src/adapters/settings-file.ts";
import { permissionReport } from "./report.ts";

const EXAMPLES = "infra/examples";
const ALWAYS = "single-account.yaml";

// One of the others each day: all of them are run by `npm run permissions`.
const others = readdirSync(EXAMPLES).filter((file) => file.endsWith(".yaml") && file !== ALWAYS);
const today = others[Math.floor(Date.now() / 86_400_000) % others.length] as string;

const test = suite("permissionReport()");

for (const file of [ALWAYS, today]) {
  test(`finds nothing in ${file}'s policies that is refused, is missing or could go`, async () => {
    const settings = readSettings(join(EXAMPLES, file));
    const { left, refused, mutations } = await permissionReport(settings, EXAMPLES, true);
    assert.ok(mutations > 0);
    assert.equal(refused, []);
    const unexplained = left.filter(({ reason }) => reason === undefined);
    assert.equal(
      unexplained.map(({ statement, mutation }) => `${statement} ${mutation}`),
      [],
    );
  });
}

test.run();
