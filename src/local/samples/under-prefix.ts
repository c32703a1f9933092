import type { SampleLogs } from "./sample-logs.ts";

/**
 * The sample trail as a trail with another prefix would have laid it down: what a prefix says of
 * the trail's own prefix and of the organisation stands in the keys.
 *
 * @returns Without what would not be under the prefix: it may name one account or Region.
 */
export function underPrefix({ objects, removed }: SampleLogs, prefix: string): SampleLogs {
  const [head = "", tree = ""] = prefix.split("AWSLogs/", 2);
  const [first = "", ...folders] = tree.split("/");
  const organisation = folders.length > 0 && /^o-[a-z0-9]+$/.test(first) ? first : undefined;
  const keyOf = (key: string): string => {
    if (key.startsWith(prefix)) return key;
    const named =
      organisation === undefined ? key : key.replace(/\/o-[a-z0-9]+\//, `/${organisation}/`);
    return head === "" || head.endsWith("/") ? head + named : `${head}/${named}`;
  };
  const isUnder = (key: string) => key.startsWith(prefix);
  return {
    objects: objects
      .map((object) => ({ ...object, key: keyOf(object.key) }))
      .filter(({ key }) => isUnder(key)),
    removed: removed.map(keyOf).filter(isUnder),
  };
}
