import "../support/handler-bundles.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { changesBetween, changeText } from "./changes.ts";
import { type Released, type ReleasedDeployment, readReleased } from "./released.ts";
import { STEPS, type Upgrade, upgrades } from "./upgrade.ts";

const test = suite("upgrades()");

test("an update from what was released is accepted, or a step gets over it", async () => {
  const all = await upgrades();
  const used = new Set<string>();
  for (const { from, problems } of all) {
    for (const { problem, step } of problems) {
      assert.ok(step, `${from}: ${problem}`);
      used.add(step);
    }
  }
  assert.ok(all.some(({ problems }) => problems.length === 0));
  const idle = STEPS.map(({ step }) => step).filter((step) => !used.has(step));
  assert.equal(idle, [], "no update needs these steps");
});

test("an update from what was released keeps the bus and its archive, where settings name the bus as it was", async () => {
  const [{ commit, deployments }] = readReleased() as [Released];
  const { settings, template } = deployments["single-account"] as ReleasedDeployment;
  const bus = Object.values(template.Resources).find(
    ({ Type }) => Type === "AWS::Events::EventBus",
  );
  const named = { ...settings, bus: { ...Object(settings).bus, name: bus?.Properties?.Name } };
  const lost = async (its: object) => {
    const kept = { commit, deployments: { it: { settings: its, template } } };
    const [it] = (await upgrades([kept])) as [Upgrade];
    return changesBetween(template, it.after)
      .filter(({ type, kind }) => kind !== "made" && /EventBus$|Archive/.test(type))
      .map(changeText);
  };
  assert.equal(await lost(named), []);
  assert.match((await lost(settings)).join("\n"), /what was archived is lost/);
});

test.run();
