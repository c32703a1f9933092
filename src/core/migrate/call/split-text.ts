import { PythonUnsupported } from "../../python/syntax/error.ts";
import { type Formula, not, ONLY_TEXT, test } from "../symbol/condition.ts";
import { literalText } from "../symbol/operand.ts";
import {
  always,
  constant,
  type Outcomes,
  type ScalarSymbol,
  type Symbolic,
  textFrom,
} from "../symbol/symbol.ts";
import { knownText, raisesOr } from "./raises.ts";

/** `split` and `rsplit`. */
export function splitText({ of }: ScalarSymbol, args: readonly Symbolic[], name: string): Outcomes {
  const [first, most] = args;
  const separator = knownText(first);
  if (args.length === 0) throw new PythonUnsupported(`${name}() at blanks`);
  if (separator === undefined) return raisesOr(first, `${name}() at a field`);
  if (separator === "") return [];
  const count = most?.is === "constant" ? most.value : undefined;
  const literal = literalText(separator);
  if (most === undefined || count === -1n)
    return always({ is: "pieces", of: `split(${of}, ${literal})`, whole: { of, by: separator } });
  if (typeof count !== "bigint" || count < 0n)
    throw new PythonUnsupported(`${name}() so many times`);
  if (name === "rsplit") {
    if (count !== 1n) throw new PythonUnsupported("rsplit() so many times");
    return lastSplit(of, separator, name, ([before, after]) => ({
      is: "sequence",
      kind: "list",
      items: after === undefined ? [before] : [before, after],
    }));
  }
  return always({ is: "pieces", of: `split(${of}, ${literal}, \`${count}\`)` });
}

/** `partition`. */
export function partition({ of }: ScalarSymbol, args: readonly Symbolic[]): Outcomes {
  const by = knownText(args[0]);
  if (args.length !== 1) return [];
  if (by === undefined) return raisesOr(args[0], "partition() at a field");
  if (by === "") return [];
  const has = hasPart(of, by);
  const at = (index: number) => textFrom(`split(${of}, ${literalText(by)}, \`1\`)[${index}]`);
  return [
    { when: has, value: tuple(at(0), constant(by), at(1)) },
    { when: not(has), value: tuple(textFrom(of), constant(""), constant("")) },
  ];
}

/** `rpartition`. */
export function rpartition(
  { of }: ScalarSymbol,
  args: readonly Symbolic[],
  name: string,
): Outcomes {
  const by = knownText(args[0]);
  if (args.length !== 1) return [];
  if (by === undefined) return raisesOr(args[0], "rpartition() at a field");
  if (by === "") return [];
  return lastSplit(of, by, name, ([before, after]) =>
    after === undefined
      ? tuple(constant(""), constant(""), before)
      : tuple(before, constant(by), after),
  );
}

function tuple(...items: readonly Symbolic[]): Symbolic {
  return { is: "sequence", kind: "tuple", items };
}

/** A text at the last place of one letter: what is before it and behind, or all of the text. */
function lastSplit(
  of: string,
  by: string,
  name: string,
  make: (parts: readonly [Symbolic, Symbolic?]) => Symbolic,
): Outcomes {
  // Of several letters the last place can overlap the one that split() finds.
  if ([...by].length > 1) throw new PythonUnsupported(`${name}() at several letters`);
  const literal = literalText(by);
  const has = hasPart(of, by);
  const parts = `split(${of}, ${literal})`;
  return [
    {
      when: has,
      value: make([textFrom(`join(${literal}, ${parts}[:-1])`), textFrom(`${parts}[-1]`)]),
    },
    { when: not(has), value: make([textFrom(of)]) },
  ];
}

/** That a text has another in it. */
function hasPart(of: string, part: string): Formula {
  const holds = (text: string) => text.includes(part);
  return {
    ...test(`contains(${of}, ${literalText(part)})`, [of, ONLY_TEXT]),
    known: { of, holds },
  };
}
