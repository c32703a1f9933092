import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const ROOT = new URL("../../", import.meta.url);
const LIBRARY = "infra/library.ts";

/** A type that users meet: one the library exports, or one that a property of such a type has. */
interface Met {
  readonly name: string;
  readonly file: string;
  readonly lines: readonly string[];
}

const test = suite("what the package exports");

const met = typesMet();

test("is looked into, types of properties and what they are made of too", () => {
  assert.ok(met.length > 80, `${met.length}`);
  for (const name of ["TrailbridgeProps", "ThreadOptions", "RouteConditions", "FunctionOptions"]) {
    assert.ok(
      met.some((it) => it.name === name),
      name,
    );
  }
});

for (const { name, file, lines } of met) {
  test(`says of every property of ${name} what it is, and more than the default: ${file}`, () => {
    for (const [index, line] of lines.entries()) {
      if (!/^ {2,}readonly \w+\??:/.test(line)) continue;
      const above = lines[index - 1] ?? "";
      assert.match(above, /\*\/$/, line.trim());
      assert.not.match(above, /^ *\/\*\* @default/, line.trim());
    }
  });
}

/** The types of the library, each once, by following the names their public parts mention. */
function typesMet(): Met[] {
  const found = new Map<string, Met>();
  const visit = (name: string, file: string): void => {
    const key = `${file} ${name}`;
    if (found.has(key)) return;
    const text = read(file);
    const lines = declarationOf(name, text);
    if (lines === undefined) {
      const from = importsOf(text, file).get(name);
      if (from !== undefined) visit(name, from);
      return;
    }
    found.set(key, { name, file, lines });
    const imports = importsOf(text, file);
    for (const mentioned of publicPart(lines).matchAll(/\b[A-Z]\w+\b/g)) {
      const [other] = mentioned;
      if (other !== name) visit(other, imports.get(other) ?? file);
    }
  };
  for (const [name, file] of importsOf(read(LIBRARY), LIBRARY)) visit(name, file);
  return [...found.values()];
}

/** Lines of the declaration of an interface, class or type; nothing if the file has none. */
function declarationOf(name: string, text: string): string[] | undefined {
  const lines = text.split("\n");
  const start = lines.findIndex((line) =>
    new RegExp(`^(export )?(interface|(abstract )?class|type) ${name}\\b`).test(line),
  );
  if (start < 0) return undefined;
  const length = lines
    .slice(start)
    .findIndex((line) => /^(\}|.*;$)/.test(line) && !/^ /.test(line));
  return lines.slice(start, start + length + 1);
}

/** Heritage and properties, without comments, private parts and bodies. */
function publicPart(lines: readonly string[]): string {
  const [head = "", ...rest] = lines;
  const isClass = /^(export )?(abstract )?class /.test(head);
  const code = rest.filter(
    (line) => !/^\s*(\/\*\*|\*|\/\/)/.test(line) && !/^\s*private /.test(line),
  );
  const shown = isClass ? code.filter((line) => /^ {2}readonly /.test(line)) : code;
  return [head, ...shown].join("\n");
}

/** Names a file imports or hands on from files of the project, and from which. */
function importsOf(text: string, file: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, names = "", from = ""] of text.matchAll(
    /^(?:import|export)(?: type)? \{([^}]+)\} from "(\.[^"]+)";$/gm,
  )) {
    const path = posix.join(posix.dirname(file), from);
    for (const name of names.split(",")) {
      const [, own = ""] = /^\s*(?:type )?(\w+)/.exec(name) ?? [];
      if (/^[A-Z]/.test(own)) found.set(own, path);
    }
  }
  return found;
}

function read(file: string): string {
  return readFileSync(new URL(file, ROOT), "utf8");
}

test.run();
