/** The account's name in the settings; undefined for one that has none there. */
export function accountName(
  names: Readonly<Record<string, string>>,
  id: string,
): string | undefined {
  return Object.hasOwn(names, id) ? names[id] : undefined;
}
