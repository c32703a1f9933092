import { constantText, type PythonNode } from "../../python/syntax/node.ts";
import { isEvent } from "./named.ts";

/** `"%s" % value` and `"{}".format(value)` as an f-string. */
export function formatted(node: PythonNode): PythonNode | undefined {
  if (node.type === "binary" && node.by === "%") {
    const template = constantText(node.left);
    if (template !== undefined && isEvent(node.right)) return ofEvent(node, template);
    if (template === undefined || node.right.type === "dict") return undefined;
    const values = node.right.type === "tuple" ? node.right.items : [node.right];
    return filled(node, template.split("%s"), values, /%/);
  }
  if (node.type !== "call" || node.callee.type !== "attribute") return undefined;
  const template = constantText(node.callee.value);
  if (template === undefined || node.callee.name !== "format") return undefined;
  const { args, keywords } = node;
  if (keywords.length === 0 && !/\{\w+\}/.test(template))
    return filled(node, template.split("{}"), args, /[{}]/);
  // What is given and stands nowhere would be evaluated all the same.
  const given = new Map<string, PythonNode>([
    ...args.map((it, index) => [String(index), it] as const),
    ...keywords,
  ]);
  const [pieces, names] = placesIn(template, /\{(\w+)\}/);
  const values = names.flatMap((name) => given.get(name) ?? []);
  if (values.length < names.length || new Set(names).size < args.length + keywords.length)
    return undefined;
  return filled(node, pieces, values, /[{}]/);
}

/** `"%(key)s" % event`. */
function ofEvent(
  node: Extract<PythonNode, { type: "binary" }>,
  template: string,
): PythonNode | undefined {
  const { start, end, right: value } = node;
  const [pieces, keys] = placesIn(template, /%\(([^()%]+)\)s/);
  const values = keys.map(
    (key): PythonNode => ({
      type: "subscript",
      value,
      index: { type: "constant", value: key, start, end },
      start,
      end,
    }),
  );
  return filled(node, pieces, values, /%/);
}

/** What stands between the places of a template, and what the places are called. */
function placesIn(template: string, place: RegExp): [pieces: string[], names: string[]] {
  const parts = template.split(place);
  return [parts.filter((_, index) => index % 2 === 0), parts.filter((_, index) => index % 2 === 1)];
}

function filled(
  { start, end }: PythonNode,
  pieces: readonly string[],
  values: readonly PythonNode[],
  sign: RegExp,
): PythonNode | undefined {
  if (pieces.length !== values.length + 1 || pieces.some((it) => sign.test(it))) return undefined;
  const parts = pieces.flatMap((piece, index) => {
    const value = values[index];
    const more = value === undefined ? [] : [{ value, conversion: "" as const, spec: undefined }];
    return piece === "" ? more : [piece, ...more];
  });
  return { type: "formatted", parts, start, end };
}
