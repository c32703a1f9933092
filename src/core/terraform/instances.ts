import { entriesOf, isList, type TerraformValue, Unknown } from "./value.ts";

/** What `each` and `count` are, for one of those that a block stands for. */
export type Instance = readonly [label: string, names: ReadonlyMap<string, TerraformValue>];

/** Those that `count` makes. */
export function countedInstances(count: TerraformValue): readonly Instance[] {
  const index = (at: TerraformValue) => new Map([["count", new Map([["index", at]])]]);
  if (typeof count !== "number") return [["", index(new Unknown("count.index"))]];
  return Array.from({ length: count }, (_, at) => [count === 1 ? "" : `[${at}]`, index(at)]);
}

/** Those that `for_each` makes. */
export function eachInstances(of: TerraformValue): readonly Instance[] {
  const each = (key: TerraformValue, value: TerraformValue) =>
    new Map([
      [
        "each",
        new Map([
          ["key", key],
          ["value", value],
        ]),
      ],
    ]);
  if (of instanceof Unknown)
    return [["", each(new Unknown("each.key"), new Unknown("each.value"))]];
  return entriesOf(of).map(([key, value]) => {
    const name = isList(of) ? value : key;
    return [`[${JSON.stringify(name)}]`, each(name, value)];
  });
}
