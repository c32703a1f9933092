/**
 * The function that is meant by one of another language.
 *
 * @returns Its name; empty of one that matches by regular expressions, which there are not.
 */
export function meantFunction(name: string): string | undefined {
  return FOREIGN_FUNCTIONS.get(letters(name));
}

/** In letters alone. */
const FOREIGN_FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ...["match", "matches", "regex", "regexp", "regexmatch", "test", "search", "rlike"].map(
    (name) => [name, ""] as const,
  ),
  ...(
    "len:length size:length count:length strlen:length includes:contains has:contains " +
    "tolower:lower tolowercase:lower lowercase:lower toupper:upper touppercase:upper " +
    "uppercase:upper coalesce:not_null ifnull:not_null isset:exists defined:exists " +
    "isdefined:exists isnotnull:exists int:to_number number:to_number float:to_number " +
    "str:to_string string:to_string tostring:to_string strip:trim cidr:in_cidr " +
    "cidrmatch:in_cidr incidr:in_cidr ipinrange:in_cidr glob:like wildcard:like " +
    "fnmatch:like some:any prefix:starts_with suffix:ends_with beginswith:starts_with"
  )
    .split(" ")
    .map((pair) => pair.split(":") as [string, string]),
]);

function letters(name: string): string {
  return name.toLowerCase().replaceAll("_", "");
}
