import type { App, Stack } from "aws-cdk-lib";
import { synthesizeStacks } from "../../../infra/build/synthesize.ts";
import type { DeployTemplate } from "../template.ts";

/** Stacks of one app, by name, in the order the CDK deploys them: who exports before who imports. */
export type AppState = readonly (readonly [stack: string, template: DeployTemplate])[];

/** Synthesizes an app of several stacks. */
export async function appState(
  define: (app: App) => Readonly<Record<string, Stack>>,
): Promise<AppState> {
  let stacks: Readonly<Record<string, Stack>> = {};
  const synthesis = await synthesizeStacks<string>((app) => {
    stacks = define(app);
    return stacks;
  });
  // Which depends on which is known once references are resolved.
  const state = orderOf(stacks).map((name): AppState[number] => [
    name,
    synthesis.stacks[name]?.template as DeployTemplate,
  ]);
  synthesis.close();
  return state;
}

/** Names of stacks, each after those it depends on once the app is synthesized. */
function orderOf(stacks: Readonly<Record<string, Stack>>): readonly string[] {
  const left = new Map(Object.entries(stacks));
  const order: string[] = [];
  while (left.size > 0) {
    const [name] = [...left].find(([, stack]) =>
      stack.dependencies.every((it) => ![...left.values()].includes(it)),
    ) as [string, Stack];
    left.delete(name);
    order.push(name);
  }
  return order;
}

/**
 * What CloudFormation refuses when an app's stacks are deployed one after another: to delete or
 * change an export that another stack imports as it is deployed at that moment, and to import what
 * nobody exports. Stacks that are gone are destroyed afterwards, who imports first.
 *
 * @param order Stacks in another order than the app's own.
 */
export function appRefusals(
  before: AppState,
  after: AppState,
  order: readonly string[] = after.map(([name]) => name),
): readonly string[] {
  const deployed = new Map(before);
  const problems: string[] = [];
  const update = (name: string, template: DeployTemplate) => {
    const others = [...deployed].filter(([other]) => other !== name);
    const now = exportsOf(template);
    for (const [exported, value] of exportsOf(deployed.get(name) ?? { Resources: {} })) {
      const users = others.filter(([, it]) => importsOf(it).includes(exported)).map(([it]) => it);
      if (users.length > 0 && now.get(exported) !== value) {
        const what = now.has(exported) ? "change" : "delete";
        problems.push(`${name}: cannot ${what} export ${exported} as ${users} imports it`);
        return;
      }
    }
    const there = new Set(others.flatMap(([, it]) => [...exportsOf(it).keys()]));
    for (const imported of importsOf(template)) {
      if (!there.has(imported))
        problems.push(`${name}: cannot import ${imported}: nobody exports it`);
    }
    if (template.Resources === GONE.Resources) deployed.delete(name);
    else deployed.set(name, template);
  };
  const wanted = new Map(after);
  for (const name of order) update(name, wanted.get(name) as DeployTemplate);
  const gone = before.filter(([name]) => !wanted.has(name)).reverse();
  for (const [name] of gone) update(name, GONE);
  return problems;
}

const GONE: DeployTemplate = { Resources: {} };

function exportsOf({ Outputs = {} }: DeployTemplate): ReadonlyMap<string, string> {
  return new Map(
    Object.values(Outputs).flatMap(({ Value, Export }) =>
      Export === undefined ? [] : [[textOf(Export.Name), JSON.stringify(Value)]],
    ),
  );
}

function importsOf(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "Fn::ImportValue" ? [textOf(inner)] : importsOf(inner),
  );
}

function textOf(name: unknown): string {
  return typeof name === "string" ? name : JSON.stringify(name);
}
