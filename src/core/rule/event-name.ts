/**
 * Says why no event can have this `eventName`, if none can. Names are compared as they are. They
 * are words, mostly of letters, with an odd underscore, dot or address of an interface in them.
 *
 * @returns What is wrong and what to write instead.
 */
export function eventNameProblem(name: string): string | undefined {
  if (name.trim() === "") return "it is empty";
  const parts = name.split(/[\s,;|]+/).filter((part) => part !== "");
  if (parts.length > 1) return `an event has one name: write ${parts.map(quoted).join(", ")}`;
  if (/[\s,;|]/.test(name))
    return `an event's name has no blank or comma: write ${quoted(parts[0] as string)}`;
  const [, action] = /^[\w.-]+:(?!\/\/)(.*)$/.exec(name) ?? [];
  if (action) return `an event's name has no service in it: write ${quoted(action)}`;
  if (/[*?]/.test(name)) {
    const stem = name.replace(/[*?].*$/, "");
    return `names are compared as they are, without wildcards: name each event, or write a rule with starts_with(eventName, ${quoted(stem)})`;
  }
  if (/\.amazonaws\.com(\.cn)?$/.test(name)) return "this is an eventSource: name the event";
  if (/^\d+$/.test(name)) return "no event's name is a number";
  return undefined;
}

function quoted(text: string): string {
  return `'${text}'`;
}
