import { PythonUnsupported } from "../python/syntax/error.ts";
import { fieldAt, flatPath, isUnknownField, type UnknownField } from "../record/record-field.ts";
import { and, FAILS, type Formula, HOLDS, not, ofKind, or, test } from "./symbol/condition.ts";
import type { EventTests } from "./symbol/membership.ts";
import { isOftenNull, literalText, pathOperand } from "./symbol/operand.ts";
import { isHashable } from "./symbol/sequence.ts";
import { always, constant, type Outcomes, type Symbolic, scalar } from "./symbol/symbol.ts";

/** What an expression asks of the flat event. */
export class EventReads implements EventTests {
  /** Flat keys that are asked for. */
  readonly keys = new Set<string>();
  /** Those of them that no event has, with what is wrong with each. */
  readonly missing = new Map<string, UnknownField>();
  /** Whether fields can be read: not among the elements of a list. */
  isReadable = true;

  /** `event[key]`, or `event.get(key, otherwise)`. */
  read(key: Symbolic, how: "subscript" | "get", otherwise: readonly Symbolic[]): Outcomes {
    if (!isHashable(key)) return [];
    const name = this.#keyOf(key);
    const [fallback = constant(null)] = otherwise;
    if (name === undefined) return how === "get" ? always(fallback) : [];
    if (this.missing.has(name)) return how === "get" ? always(fallback) : [];
    const of = pathOperand(name);
    const missing = missingFrom(name);
    if (how === "get" && fallback.is === "constant" && fallback.value === null)
      return always(scalar(of));
    const there: Outcomes = [
      { when: ofKind(of, ...SCALARS), value: scalar(of, ...SCALARS) },
      { when: and(ofKind(of, "none"), not(missing)), value: constant(null) },
    ];
    if (how === "subscript") return there;
    return [...there, { when: and(ofKind(of, "none"), missing), value: fallback }];
  }

  /** A method of the event. */
  call(name: string, args: readonly Symbolic[]): Outcomes {
    if (name === "get") {
      const [key, ...otherwise] = args;
      if (key === undefined || otherwise.length > 1) return [];
      return this.read(key, "get", otherwise);
    }
    if (["keys", "values", "items"].includes(name)) {
      if (args.length > 0) return [];
      return always({ is: "view", of: name as "keys" | "values" | "items" });
    }
    if (name.startsWith("__")) throw new PythonUnsupported(`event.${name}()`);
    if (["copy", "pop", "setdefault", "update", "popitem", "clear", "fromkeys"].includes(name)) {
      throw new PythonUnsupported(`event.${name}()`);
    }
    return [];
  }

  hasKey(key: Symbolic): Formula {
    const name = this.#keyOf(key);
    if (name === undefined || this.missing.has(name)) return FAILS;
    const of = pathOperand(name);
    return or(ofKind(of, ...SCALARS), and(ofKind(of, "none"), not(missingFrom(name))));
  }

  hasValue(value: Symbolic): Formula {
    if (!this.isReadable) throw new PythonUnsupported("the values of the event among its elements");
    if (value.is !== "constant") throw new PythonUnsupported("a field looked for among the values");
    if (typeof value.value === "string")
      return test(`contains(values(@), ${literalText(value.value)})`);
    if (value.value === null)
      throw new PythonUnsupported("None among the values: null is not told from missing");
    throw new PythonUnsupported("what is no text, looked for among the values");
  }

  /** Undefined of what is no text, which no key is. */
  #keyOf(key: Symbolic): string | undefined {
    if (!this.isReadable)
      throw new PythonUnsupported("a field of the event asked for each of its elements");
    if (key.is !== "constant") throw new PythonUnsupported("a key that depends on the event");
    if (typeof key.value !== "string") return undefined;
    if (["record", "trailbridge", ""].includes(key.value))
      throw new PythonUnsupported(`the key "${key.value}"`);
    const shape = fieldAt(flatPath(key.value));
    if (isUnknownField(shape)) this.missing.set(key.value, shape);
    else if (shape.kind === "object" || shape.kind === "list") {
      const below = shape.kind === "list" ? "0" : (Object.keys(shape.fields)[0] ?? "");
      this.missing.set(key.value, {
        at: 0,
        reason: `the module's event is flat and has no ${key.value} itself, only what is in it, such as ${key.value}.${below}`,
        suggestion: undefined,
      });
    } else this.keys.add(key.value);
    return key.value;
  }
}

const SCALARS = ["string", "number", "boolean"] as const;

/** That a key is missing rather than there with null: nothing tells. */
function missingFrom(key: string): Formula {
  return not({ is: "test", text: "`null`", implies: [], unknown: key });
}

/** What is left where each key that is null counts as missing, and the keys that this matters of. */
export function nullAsMissing(condition: Formula): {
  readonly condition: Formula;
  readonly keys: readonly string[];
} {
  const keys = new Set<string>();
  const walk = (it: Formula): Formula => {
    const part = it.is === "not" ? it.part : it;
    if (part.is === "test" && part.untold !== undefined) throw new PythonUnsupported(part.untold);
    switch (it.is) {
      case "and":
        return and(...it.parts.map(walk));
      case "or":
        return or(...it.parts.map(walk));
      case "not":
        if (it.part.unknown === undefined) return it;
        keys.add(it.part.unknown);
        return HOLDS;
      case "test":
        if (it.unknown === undefined) return it;
        keys.add(it.unknown);
        return FAILS;
      default:
        return it;
    }
  };
  const walked = walk(condition);
  for (const key of keys) {
    if (isOftenNull(key)) {
      throw new PythonUnsupported(
        `whether ${key} is there although null: CloudTrail writes ${key}: null in many records, and a rule does not tell that from a record without it`,
      );
    }
  }
  return { condition: walked, keys: [...keys] };
}
