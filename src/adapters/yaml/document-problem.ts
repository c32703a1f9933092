import { type Document, isAlias, isNode, isScalar, visit } from "yaml";

/** Where something is wrong in a text, in UTF-16 units from 0, and what. */
type Place = readonly [offset: number, reason: string];

/** What is wrong, once a line: the parser says more of one slip than people want to read. */
export function documentProblems(document: Document, text: string): readonly Place[] {
  const found = [...document.errors, ...document.warnings].map(({ code, message, pos }): Place => {
    const [offset] = pos;
    if (code === "MULTIPLE_DOCS") {
      return [
        offset,
        "a file holds one YAML document: there is a second behind ---, which would be dropped",
      ];
    }
    return [offset, bareExpression(text, offset) ?? message];
  });
  found.push(...misreadScalars(document, text));
  const told = new Set<string>();
  return found
    .sort(([a], [b]) => a - b)
    .filter(([offset, reason]) => {
      const key =
        bareExpression(text, offset) === undefined ? `${offset}${reason}` : lineAt(text, offset);
      return !told.has(key) && told.add(key);
    });
}

/** Anchors and comments take a part of an expression away without a word. */
function misreadScalars(document: Document, text: string): readonly Place[] {
  const found: Place[] = [];
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || !EXPRESSION_KEYS.has(String(key.value)) || !isNode(value)) return;
      const offset = key.range?.[0] ?? 0;
      const cut = isScalar(value) && value.type === "PLAIN" && value.comment !== undefined;
      const quotes = isScalar(value) ? String(value.value).split("'").length - 1 : 0;
      if (isAlias(value) || value.anchor !== undefined || (cut && quotes % 2 === 1)) {
        found.push([
          offset,
          bareExpression(text, offset) ??
            `${cut ? "# begins a comment" : "& and * are anchors"}: ${ADVICE}`,
        ]);
      }
    },
  });
  return found;
}

/** What to say of a line in which an expression begins with what YAML has a use of its own for. */
function bareExpression(text: string, offset: number): string | undefined {
  const line = lineAt(text, offset);
  const [, key, first] = /(?:^|[\s{,])(match|filter)["']?:\s+([!@`"'%&*|{[])/.exec(line) ?? [];
  if (key !== undefined)
    return `${key} begins with ${first}, which YAML takes for its own: ${ADVICE}`;
  const plain = /(?:^|[\s{,])(match|filter)["']?:\s+[^\s!@`"'%&*|{[]/.exec(line);
  return plain === null || !line.includes(": ", plain.index + plain[0].length)
    ? undefined
    : `${plain[1]} has a colon and a blank in it, which YAML takes for a key: ${ADVICE}`;
}

const ADVICE =
  "quote the whole expression, or write >- and the expression on the next line, further in";

const EXPRESSION_KEYS: ReadonlySet<string> = new Set(["match", "filter"]);

function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", Math.max(0, offset - 1)) + 1;
  const end = text.indexOf("\n", offset);
  return text.slice(start, end < 0 ? text.length : end);
}
