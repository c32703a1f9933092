import { PythonUnsupported } from "../../python/syntax/error.ts";
import { amongValues, not, ONLY_TEXT, ofKind, test } from "../symbol/condition.ts";
import { numeric } from "../symbol/numeric.ts";
import { usualKinds } from "../symbol/operand.ts";
import {
  constant,
  hasKind,
  type Outcomes,
  type Symbolic,
  scalar,
  textFrom,
} from "../symbol/symbol.ts";

/** A number; of text, what `float()` reads. */
export function asFloat(value: Symbolic): Outcomes {
  const numbers = numeric(value);
  if (value.is !== "scalar" || !value.kinds.has("string")) return numbers;
  const read = `to_number(${value.of})`;
  const isNumber = test(`(type(${value.of}) == 'string' && exists(${read}))`, [
    value.of,
    ONLY_TEXT,
  ]);
  return [...numbers, { when: isNumber, value: scalar(read, "number") }];
}

/** `str()`. */
export function asText(value: Symbolic): Outcomes {
  if (value.is === "boolean") {
    return [
      { when: value.holds, value: constant("True") },
      { when: not(value.holds), value: constant("False") },
    ];
  }
  if (value.is !== "scalar") throw new PythonUnsupported("such a value as text");
  const usual = usualKinds(value.of).filter((it) => value.kinds.has(it));
  const { of } = value;
  return [
    ...(usual.includes("string") ? [{ when: hasKind(value, "string"), value: textFrom(of) }] : []),
    ...(usual.includes("number")
      ? [{ when: hasKind(value, "number"), value: textFrom(`to_string(${of})`) }]
      : []),
    ...(usual.includes("boolean")
      ? [true, false].map((it) => ({
          when: amongValues(of, [it]),
          value: constant(it ? "True" : "False"),
        }))
      : []),
    ...(value.kinds.has("none") ? [{ when: ofKind(of, "none"), value: constant("None") }] : []),
  ];
}

/** A number without its fraction; of text, what `int()` reads. */
export function asInt(value: Symbolic): Outcomes {
  const numbers = numeric(value).map((it) =>
    it.value.is === "scalar"
      ? {
          ...it,
          value: scalar(
            `(${it.value.of} < \`0\` ? ceil(${it.value.of}) : floor(${it.value.of}))`,
            "number",
          ),
        }
      : it,
  );
  if (value.is !== "scalar" || !value.kinds.has("string")) return numbers;
  const { of } = value;
  // Only digits, with a sign and blanks around: without its digits at the end, nothing is left but these.
  const bare = `trim(${of})`;
  const isWhole = test(
    `(exists(to_number(${of})) && contains(['', '+', '-'], trim_right(${bare}, '0123456789')))`,
    [of, ONLY_TEXT],
  );
  return [...numbers, { when: isWhole, value: scalar(`to_number(${of})`, "number") }];
}
