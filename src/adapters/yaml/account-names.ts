import { isMap, isScalar, type Pair, parseDocument, type Scalar, type YAMLMap } from "yaml";

/** A name that an account is to have in a settings file. */
export interface NamedAccount {
  /** 12 digits. */
  readonly id: string;
  readonly name: string;
}

/**
 * Writes names into the `accounts` of a settings file: those that are there get theirs, the others
 * stand at the end. All else stays as it is written: comments, order, quotes, other keys of an
 * account.
 *
 * @param text The file, which is read as settings already.
 * @throws {Error} If the file is written in a way that this cannot add to.
 */
export function withAccountNames(text: string, named: readonly NamedAccount[]): string {
  if (named.length === 0) return text;
  const document = parseDocument(text, { keepSourceTokens: true });
  const root = document.contents;
  const edits: Edit[] = [];
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const pair = isMap(root) ? pairOf(root, "accounts") : undefined;
  const accounts = isMap(pair?.value) ? pair.value : undefined;
  const added: NamedAccount[] = [];
  for (const account of named) {
    const known = accounts && pairOf(accounts, account.id);
    const value = isMap(known?.value) ? pairOf(known.value, "name")?.value : known?.value;
    if (isScalar(value) && value.range) {
      edits.push({ at: value.range[0], until: value.range[1], text: quoted(account.name) });
    } else if (known === undefined) {
      added.push(account);
    } else {
      throw new Error(
        `Cannot name account ${account.id} as its entry must have a name: give it one`,
      );
    }
  }
  if (added.length > 0) edits.push(additionOf(text, newline, root, pair, added));
  edits.sort((a, b) => b.at - a.at);
  const changed = edits.reduce(
    (all, { at, until, text: by }) => all.slice(0, at) + by + all.slice(until),
    text,
  );
  if (!hasNames(changed, named)) {
    throw new Error(
      "Cannot add to the accounts of the settings file as they must stand a line each below accounts: write them so",
    );
  }
  return changed;
}

/** A part of a text that another takes the place of. */
interface Edit {
  readonly at: number;
  readonly until: number;
  readonly text: string;
}

function additionOf(
  text: string,
  newline: string,
  root: unknown,
  pair: Pair | undefined,
  added: readonly NamedAccount[],
): Edit {
  const entries = added.map(({ id, name }) => `${quoted(id)}: ${quoted(name)}`);
  const lines = (indent: string) => entries.map((entry) => `${indent}${entry}${newline}`).join("");
  const value = isMap(pair?.value) ? pair.value : undefined;
  const last = value?.items.at(-1);
  if (value?.flow && value.range) {
    const at = value.range[1] - 1;
    const separator = last === undefined || /,\s*$/.test(text.slice(0, at)) ? " " : ", ";
    const end = text.slice(value.range[0] + 1, at);
    const before = at - (end.length - end.trimEnd().length);
    return { at: before, until: at, text: `${separator}${entries.join(", ")} ` };
  }
  if (value?.range && last !== undefined) {
    const first = (value.items[0]?.key as Scalar | undefined)?.range?.[0] ?? 0;
    const indent = text.slice(text.lastIndexOf("\n", first - 1) + 1, first);
    return insertion(text, newline, endOf(last) ?? value.range[1], lines(indent));
  }
  if (pair !== undefined) {
    const at = (pair.key as Scalar).range?.[1] ?? 0;
    return insertion(text, newline, at, lines("  "));
  }
  if (isMap(root) && root.flow) return { at: 0, until: 0, text: "" };
  const end = isMap(root) ? (endOf(root.items.at(-1)) ?? text.length) : text.length;
  return insertion(text, newline, end, `accounts:${newline}${lines("  ")}`);
}

/** Lines to stand below the line that an offset is in. */
function insertion(text: string, newline: string, offset: number, lines: string): Edit {
  const isLineStart = offset > 0 && text[offset - 1] === "\n";
  const lineEnd = isLineStart ? offset - 1 : text.indexOf("\n", offset);
  if (lineEnd < 0) {
    const before = text === "" ? "" : newline;
    return { at: text.length, until: text.length, text: before + lines };
  }
  return { at: lineEnd + 1, until: lineEnd + 1, text: lines };
}

/** Where what a pair says ends. */
function endOf(pair: Pair | undefined): number | undefined {
  const value = pair?.value as { range?: readonly number[]; items?: readonly Pair[] } | undefined;
  const key = pair?.key as Scalar | undefined;
  return value?.range?.[1] ?? key?.range?.[1];
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
}

function hasNames(text: string, named: readonly NamedAccount[]): boolean {
  const document = parseDocument(text, { uniqueKeys: true });
  if (document.errors.length > 0) return false;
  const root: unknown = document.toJS();
  const accounts = Object(Object(root).accounts);
  return named.every(({ id, name }) => {
    const entry: unknown = accounts[id];
    return (typeof entry === "string" ? entry : Object(entry).name) === name;
  });
}

/** JSON's texts are YAML's. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
