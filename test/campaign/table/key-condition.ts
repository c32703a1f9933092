import { type Names, Tokens } from "./names.ts";
import { tokensOf } from "./token.ts";
import { compareText, invalid } from "./value.ts";

/** What a Query looks for: one partition, and which of its sort keys. */
export interface KeyCondition {
  readonly pk: string;
  readonly accepts: (sk: string) => boolean;
}

/** Reads a Query's key condition for a table of keys `pk` and `sk`, both text. */
export function readKeyCondition(text: string, names: Names): KeyCondition {
  const tokens = new Tokens(tokensOf(text));
  let pk: string | undefined;
  let accepts: ((sk: string) => boolean) | undefined;
  const textValue = () => {
    const { S } = names.value(tokens.next());
    if (typeof S !== "string")
      throw invalid(
        "One or more parameter values were invalid: Condition parameter type does not match schema type",
      );
    return S;
  };
  do {
    if (tokens.isWord("BEGINS_WITH")) {
      tokens.next();
      tokens.expect("(");
      requireSk(names.attribute(tokens.next()));
      tokens.expect(",");
      const start = textValue();
      tokens.expect(")");
      accepts = (sk) => sk.startsWith(start);
      continue;
    }
    const attribute = names.attribute(tokens.next());
    if (attribute === "pk") {
      tokens.expect("=");
      pk = textValue();
      continue;
    }
    requireSk(attribute);
    if (tokens.take("BETWEEN")) {
      const low = textValue();
      tokens.expect("AND");
      const high = textValue();
      accepts = (sk) => compareText(sk, low) >= 0 && compareText(sk, high) <= 0;
      continue;
    }
    const sign = tokens.next().text;
    const bound = textValue();
    const fits = ORDERS[sign];
    if (fits === undefined) throw invalid("Invalid operator used in KeyConditionExpression");
    accepts = (sk) => fits(compareText(sk, bound));
  } while (tokens.take("AND"));
  if (tokens.peek().kind !== "end") throw tokens.unexpected();
  if (pk === undefined) throw invalid("Query condition missed key schema element: pk");
  return { pk, accepts: accepts ?? (() => true) };
}

const ORDERS: Readonly<Record<string, (order: number) => boolean>> = {
  "=": (order) => order === 0,
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

function requireSk(attribute: string): void {
  if (attribute !== "sk") throw invalid("Query key condition not supported");
}
