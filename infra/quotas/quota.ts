import type { CountedTemplate } from "./deployed-value.ts";

/** What a service takes at most of something. */
export interface Quota {
  /** Of what, in words that follow a number: `rules of one event bus`. */
  readonly what: string;
  readonly most: number;
  /** Where AWS says so. */
  readonly source: string;
  /** How much of it a template has. */
  readonly count: (deployed: DeployedTemplate) => Amounts;
}

/** How much is where: a logical id, `""` for the stack itself. */
export type Amounts = readonly (readonly [id: string, amount: number])[];
/** Properties of a resource, by name. */
export type Properties = Readonly<Record<string, unknown>>;

/** A template as the services get it. */
export interface DeployedTemplate {
  /** The template as it is written. */
  readonly template: CountedTemplate;
  /** Properties of the resources of a type, filled in and as they are written, by logical id. */
  of(type: string): readonly (readonly [id: string, filled: Properties, written: Properties])[];
}

/** Where the quotas of a stack are. */
export const CLOUDFORMATION =
  "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html";

/** A quota of the template as a whole. */
export function stack(
  what: string,
  most: number,
  count: (template: CountedTemplate) => number,
  source = CLOUDFORMATION,
): Quota {
  return { what, most, source, count: ({ template }) => [["", count(template)]] };
}

/** A quota of each resource of a type by itself. */
export function each(
  type: string,
  what: string,
  most: number,
  source: string,
  count: (properties: Properties) => number,
): Quota {
  return {
    what,
    most,
    source,
    count: (deployed) => deployed.of(type).map(([id, it]) => [id, count(it)]),
  };
}

/** Sums over resources that belong to the same thing, as they say by a property; told at the first. */
export function counted(
  resources: ReturnType<DeployedTemplate["of"]>,
  by: string,
  amountOf: (filled: Properties) => number = () => 1,
): Amounts {
  const groups = new Map<string, { id: string; amount: number }>();
  for (const [id, filled, written] of resources) {
    const things = Array.isArray(written[by]) ? written[by] : [written[by]];
    for (const thing of new Set(things.map(referred))) {
      const group = groups.get(thing) ?? { id, amount: 0 };
      group.amount += amountOf(filled);
      groups.set(thing, group);
    }
  }
  return [...groups.values()].map(({ id, amount }) => [id, amount]);
}

/** What a property names: a resource, by its id or its ARN, is one thing. */
function referred(value: unknown): string {
  const { Ref: id, "Fn::GetAtt": [ofArn] = [] } = Object(value ?? "");
  return id ?? ofArn ?? JSON.stringify(value ?? "");
}

/** Bytes of a text, as UTF-8. */
export function bytes(of: string): number {
  return Buffer.byteLength(of);
}

/** How many there are; none, where there is no list. */
export function size(list: unknown): number {
  return Array.isArray(list) ? list.length : 0;
}

/** Bytes of a document as JSON. */
export function text(document: unknown): number {
  return bytes(JSON.stringify(document) ?? "");
}
