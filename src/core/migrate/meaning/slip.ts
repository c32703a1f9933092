import { constantText, nodesIn, type PythonNode } from "../../python/syntax/node.ts";
import { fieldAt, isUnknownField } from "../../record/record-field.ts";

/** A piece of the text that is to be another. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A generator does not see `event` where the module evaluates; a list does. */
export function listsForGenerators(root: PythonNode, text: string): string {
  const edits: Edit[] = [];
  const walk = (node: PythonNode): void => {
    if (node.type === "call" && node.args.length === 1) {
      const [arg] = node.args;
      if (arg?.type === "comprehension" && arg.kind === "generator") {
        const isBracketed = text[arg.start] === "(";
        const inner = isBracketed
          ? text.slice(arg.start + 1, arg.end - 1)
          : text.slice(arg.start, arg.end);
        edits.push({ start: arg.start, end: arg.end, text: `[${inner}]` });
        return;
      }
    }
    for (const it of nodesIn(node)) walk(it);
  };
  walk(root);
  return edited(text, edits);
}

/** The event is flat: `event["a"]["b"]` and its like are `event["a.b"]`. */
export function flatReads(root: PythonNode, text: string): string {
  const edits: Edit[] = [];
  const walk = (node: PythonNode): void => {
    const edit = flatEdit(node, text);
    if (edit !== undefined) edits.push({ start: node.start, end: node.end, text: edit });
    else if (node.type === "call" && node.callee.type === "attribute")
      for (const it of [node.callee.value, ...node.args]) walk(it);
    else for (const it of nodesIn(node)) walk(it);
  };
  walk(root);
  return edited(text, edits);
}

/** A value that is no True at the end of and, or alone. */
export function truthAtEnd(root: PythonNode, text: string): string {
  const last = root.type === "bool" ? root.values.at(-1) : root;
  if (last === undefined || !["subscript", "call", "walrus"].includes(last.type)) return text;
  return edited(text, [
    { start: last.start, end: last.end, text: `bool(${text.slice(last.start, last.end)})` },
  ]);
}

function edited(text: string, edits: readonly Edit[]): string {
  let [made, from] = ["", 0];
  for (const { start, end, text: by } of [...edits].sort((a, b) => a.start - b.start)) {
    made += text.slice(from, start) + by;
    from = end;
  }
  return made + text.slice(from);
}

/** What an expression reads of the event, step by step. */
interface Chain {
  readonly keys: readonly string[];
  /** Whether the last step is get(), and with what default. */
  readonly get: string | undefined;
  readonly isFlat: boolean;
}

function flatEdit(node: PythonNode, text: string): string | undefined {
  if (node.type === "compare" && node.rest.length === 1) {
    const [[by, right]] = node.rest as readonly [readonly [string, PythonNode]];
    const key = constantText(node.left);
    const chain = chainOf(right, text);
    if (by.endsWith("in") && key !== undefined && chain !== undefined && chain.keys.length > 0)
      return `${JSON.stringify([...chain.keys, key].join("."))} ${by} event`;
  }
  const chain = chainOf(node, text);
  if (chain === undefined || chain.isFlat || chain.keys.length === 0) return undefined;
  const key = JSON.stringify(chain.keys.join("."));
  return chain.get === undefined ? `event[${key}]` : `event.get(${key}${chain.get})`;
}

function chainOf(node: PythonNode, text: string): Chain | undefined {
  if (node.type === "name") {
    if (node.name === "event") return { keys: [], get: undefined, isFlat: true };
    const isField = !isUnknownField(fieldAt([node.name]));
    return isField ? { keys: [node.name], get: undefined, isFlat: false } : undefined;
  }
  if (node.type === "attribute") {
    const chain = chainOf(node.value, text);
    return chain && { keys: [...chain.keys, node.name], get: undefined, isFlat: false };
  }
  if (node.type === "subscript") {
    const [chain, key] = [chainOf(node.value, text), constantText(node.index)];
    if (chain === undefined || key === undefined) return undefined;
    return { keys: [...chain.keys, key], get: undefined, isFlat: chain.keys.length === 0 };
  }
  if (node.type !== "call" || node.callee.type !== "attribute" || node.callee.name !== "get")
    return undefined;
  const [chain, key] = [chainOf(node.callee.value, text), constantText(node.args[0])];
  if (chain === undefined || key === undefined) return undefined;
  const otherwise = node.args[1];
  const get = otherwise === undefined ? "" : `, ${text.slice(otherwise.start, otherwise.end)}`;
  return { keys: [...chain.keys, key], get, isFlat: chain.keys.length === 0 };
}
