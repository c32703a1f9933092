import { heldBy, incarnation, replacedBy, secondIs } from "./fixed.ts";
import { schemaOf, topLevel } from "./resource-schema.ts";
import { type DeployResource, type DeployTemplate, isIntrinsic, referencesOf } from "./template.ts";

/** A name that a resource of the account has: by type, and for a type of its own kind by what it is in. */
type Taken = ReadonlyMap<string, string>;

/**
 * What CloudFormation would refuse when a stack with one template is updated to another: what
 * it would have to replace under the name it has, what changes its type, and a name that another
 * resource still has, as what is new is made before what is gone is deleted.
 *
 * @param kept Names of resources that were retained when their stack let go of them.
 */
export function refusals(
  before: DeployTemplate,
  after: DeployTemplate,
  kept: readonly string[] = [],
): string[] {
  const taken: Taken = new Map([
    ...kept.map((name) => [name, "what was retained"] as const),
    ...Object.entries(before.Resources).flatMap(([id, it]) =>
      namesOf(it, before).map((name) => [name, id] as const),
    ),
  ]);
  return [
    ...orderProblems(after),
    ...Object.entries(after.Resources).flatMap(([id, now]) => {
      const was = before.Resources[id];
      if (was === undefined) {
        return [...collisions(id, after, taken), ...secondHolders(id, before, after)];
      }
      if (was.Type !== now.Type) return [`${id}: cannot change from ${was.Type} to ${now.Type}`];
      const tokens = [was, now].map(({ Properties }, i) =>
        incarnation(Properties?.ServiceToken, i === 0 ? before : after),
      );
      if (tokens[0] !== tokens[1]) {
        return [`${id}: cannot change its ServiceToken, as a custom resource keeps its function`];
      }
      const changed = replacedBy(id, before, after);
      if (changed.length === 0) return [];
      // Replaced: the new one is made first, beside the old.
      const same = namesOf(now, after).filter((name) => taken.has(name));
      return same.map(
        (name) =>
          `${id}: must be replaced as ${changed.join(", ")} can be set at creation alone, and its name is taken by ${taken.get(name)}: ${name}`,
      );
    }),
  ];
}

/** Names that stay taken when a stack with this template lets go of these resources: all, when it is deleted. */
export function namesKept(
  template: DeployTemplate,
  gone: readonly string[] = Object.keys(template.Resources),
): string[] {
  return gone.flatMap((id) => {
    const it = template.Resources[id] as DeployResource;
    return it.DeletionPolicy?.startsWith("Retain") ? namesOf(it, template) : [];
  });
}

/** Names that a stack with this template has taken. */
export function namesTaken(template: DeployTemplate): string[] {
  return Object.values(template.Resources).flatMap((it) => namesOf(it, template));
}

/** Names that stay taken when the first deploy is rolled back. */
export function namesKeptByRollback(template: DeployTemplate): string[] {
  return Object.values(template.Resources).flatMap((it) =>
    it.DeletionPolicy === "Retain" ? namesOf(it, template) : [],
  );
}

/** Names by which a resource is the only one of its kind, where it is not CloudFormation that chooses. */
function namesOf({ Type, Properties = {} }: DeployResource, template: DeployTemplate): string[] {
  const { createOnlyProperties, primaryIdentifier } = schemaOf(Type) ?? {};
  const identifying = new Set([
    ...topLevel(primaryIdentifier).filter((it) => topLevel(createOnlyProperties).includes(it)),
    ...topLevel(createOnlyProperties).filter((it) => /Name$/.test(it) && !NOT_NAMES.has(it)),
  ]);
  const values = [...identifying].filter((name) => Properties[name] !== undefined).sort();
  if (values.length === 0 || values.every((name) => isReference(Properties[name]))) return [];
  return [
    `${Type} ${values
      .map((it) => incarnation(Properties[it], template))
      .join("")
      .trimEnd()}`,
  ];
}

/** Create-only properties that name something else than the resource. */
const NOT_NAMES = new Set(["EventBusName", "DeliverySourceName"]);

/** A resource under a new id that holds what another still has, which is deleted only afterwards. */
function secondHolders(id: string, before: DeployTemplate, after: DeployTemplate): string[] {
  const now = after.Resources[id] as DeployResource;
  const of = ({ Properties }: DeployResource, template: DeployTemplate) =>
    heldBy(now.Type)
      .map((name) => incarnation(Properties?.[name], template))
      .join();
  if (heldBy(now.Type).length === 0) return [];
  return Object.entries(before.Resources)
    .filter(([, was]) => was.Type === now.Type && of(was, before) === of(now, after))
    .map(([first]) =>
      secondIs(now.Type) === "refused"
        ? `${id}: cannot be made as ${first} still is what only one ${now.Type} can be`
        : `${id}: is taken for ${first}, and goes when that is deleted`,
    );
}

function isReference(value: unknown): boolean {
  return isIntrinsic(value) && referencesOf(value).length > 0;
}

function collisions(id: string, template: DeployTemplate, taken: Taken): string[] {
  return namesOf(template.Resources[id] as DeployResource, template)
    .filter((name) => taken.has(name))
    .map((name) => `${id}: cannot be made as its name is taken by ${taken.get(name)}: ${name}`);
}

/** What cannot be made in any order: a reference to nothing, a circle. */
function orderProblems({ Resources }: DeployTemplate): string[] {
  const needs = new Map(
    Object.entries(Resources).map(([id, { Properties, DependsOn = [] }]) => [
      id,
      [...referencesOf(Properties), ...[DependsOn].flat()] as string[],
    ]),
  );
  const made = new Set<string>();
  const problems: string[] = [];
  for (const [id, all] of needs) {
    for (const other of all) {
      if (!needs.has(other)) problems.push(`${id}: refers to ${other}, which is not there`);
    }
  }
  if (problems.length > 0) return problems;
  for (let more = true; more; ) {
    more = false;
    for (const [id, all] of needs) {
      if (made.has(id) || !all.every((it) => made.has(it))) continue;
      made.add(id);
      more = true;
    }
  }
  const circle = [...needs.keys()].filter((id) => !made.has(id));
  return circle.length > 0 ? [`${circle.join(", ")}: need each other in a circle`] : [];
}
