import { PythonUnsupported } from "../../python/syntax/error.ts";
import { amongValues, not } from "./condition.ts";
import { jsonNumber, literalText, usualKinds } from "./operand.ts";
import { always, constant, hasKind, type Outcomes, type Symbolic, scalar } from "./symbol.ts";

/** What a value is as a number: nothing where it is none. */
export function numeric(value: Symbolic): Outcomes {
  if (value.is === "constant") {
    const number = typeof value.value === "boolean" ? BigInt(value.value) : value.value;
    return typeof number === "bigint" || typeof number === "number" ? always(constant(number)) : [];
  }
  if (value.is === "boolean") {
    return [
      { when: value.holds, value: constant(1n) },
      { when: not(value.holds), value: constant(0n) },
    ];
  }
  if (value.is !== "scalar") return [];
  const { of, kinds } = value;
  return [
    ...(kinds.has("number") && usualKinds(of).includes("number")
      ? [{ when: hasKind(value, "number"), value: scalar(of, "number") }]
      : []),
    ...(kinds.has("boolean") && usualKinds(of).includes("boolean")
      ? [
          { when: amongValues(of, [true]), value: constant(1n) },
          { when: amongValues(of, [false]), value: constant(0n) },
        ]
      : []),
  ];
}

/** A number as an operand. */
export function numberOperand(value: Symbolic): string {
  if (value.is === "scalar") return value.of;
  if (value.is !== "constant") throw new PythonUnsupported("such a number");
  return literalText(jsonNumber(value.value as bigint | number));
}
