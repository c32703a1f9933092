import type { ConfigFile } from "../../core/terraform/config.ts";

/**
 * Puts what files of the name `override.tf` or `…_override.tf` say in place of what the other files
 * of a folder do, argument by argument. Such files are read last, in the order of their names.
 *
 * @see https://developer.hashicorp.com/terraform/language/files/override
 */
export function withOverrides(files: readonly ConfigFile[]): readonly ConfigFile[] {
  const overrides = files
    .filter(({ path }) => isOverride(path))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const others = files.filter(({ path }) => !isOverride(path));
  return [
    ...overrides.reduce<readonly ConfigFile[]>(
      (sofar, { json }) => sofar.map((it) => ({ ...it, json: overridden(it.json, json) })),
      others,
    ),
    // Of these the last of a name counts, wherever it stands.
    ...overrides.map(({ path, json: { locals, variable } }) => ({
      path,
      json: {
        ...(locals !== undefined && { locals }),
        ...(variable !== undefined && { variable }),
      },
    })),
  ];
}

function isOverride(path: string): boolean {
  return /(?:^|[/\\_])override\.tf(?:\.json)?$/.test(path);
}

type Json = Readonly<Record<string, unknown>>;

/** Types of blocks that are overridden, and how many labels they have. */
const LABELS: readonly (readonly [type: string, labels: number])[] = [
  ["module", 1],
  ["data", 2],
  ["resource", 2],
];

function overridden(json: Json, by: Json): Json {
  const found = LABELS.filter(([type]) => json[type] !== undefined && by[type] !== undefined);
  return Object.fromEntries([
    ...Object.entries(json),
    ...found.map(([type, labels]) => [type, blocksOf(json[type], by[type], labels)] as const),
  ]);
}

function blocksOf(blocks: unknown, by: unknown, labels: number): unknown {
  if (labels === 0) {
    const [first, ...more] = blocks as readonly Json[];
    return [{ ...first, ...(by as readonly Json[])[0] }, ...more];
  }
  return Object.fromEntries(
    Object.entries(blocks as Json).map(([name, it]) => [
      name,
      Object.hasOwn(by as Json, name) ? blocksOf(it, (by as Json)[name], labels - 1) : it,
    ]),
  );
}
