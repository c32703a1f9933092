import { type Names, Tokens } from "./names.ts";
import { tokensOf } from "./token.ts";
import { type Item, invalid, typeOf, type Value } from "./value.ts";

/** What an update makes of an item; a key alone where there was none. */
export type Update = (item: Item) => Item;

type Operand = (item: Item) => Value;
type Change = (before: Item, after: Record<string, Value>) => void;

/**
 * Reads an update as DynamoDB's grammar has it, top-level attributes only: SET, REMOVE, ADD and
 * DELETE, each once, no attribute twice.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
 */
export function readUpdate(text: string, names: Names, keyNames: readonly string[]): Update {
  const tokens = new Tokens(tokensOf(text));
  const changes: Change[] = [];
  const clauses = new Set<string>();
  const paths = new Set<string>();
  const target = () => {
    const attribute = names.attribute(tokens.next());
    if (keyNames.includes(attribute)) {
      throw invalid(
        `One or more parameter values were invalid: Cannot update attribute ${attribute}. This attribute is part of the key`,
      );
    }
    if (paths.has(attribute)) {
      throw invalid(
        `Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [${attribute}], path two: [${attribute}]`,
      );
    }
    paths.add(attribute);
    return attribute;
  };
  while (tokens.peek().kind !== "end") {
    const clause = tokens.next().text.toUpperCase();
    if (clauses.has(clause)) {
      throw invalid(
        `Invalid UpdateExpression: The "${clause}" section can only be used once in an update expression;`,
      );
    }
    clauses.add(clause);
    do {
      changes.push(readChange(clause, target, tokens, names));
    } while (tokens.take(","));
  }
  if (changes.length === 0)
    throw invalid("Invalid UpdateExpression: The expression can not be empty;");
  return (item) => {
    const after: Record<string, Value> = { ...item };
    for (const change of changes) change(item, after);
    return after;
  };
}

function readChange(clause: string, target: () => string, tokens: Tokens, names: Names): Change {
  switch (clause) {
    case "SET": {
      const attribute = target();
      tokens.expect("=");
      const value = readSum(tokens, names);
      return (before, after) => {
        after[attribute] = value(before);
      };
    }
    case "REMOVE": {
      const attribute = target();
      return (_before, after) => {
        delete after[attribute];
      };
    }
    case "ADD": {
      const attribute = target();
      const value = names.value(tokens.next());
      return (before, after) => {
        after[attribute] = added(before[attribute], value);
      };
    }
    case "DELETE": {
      const attribute = target();
      const value = names.value(tokens.next());
      return (before, after) => {
        const rest = without(before[attribute], value);
        if (rest === undefined) delete after[attribute];
        else after[attribute] = rest;
      };
    }
    default:
      throw invalid(`Invalid UpdateExpression: Syntax error; token: "${clause}"`);
  }
}

function readSum(tokens: Tokens, names: Names): Operand {
  const left = readOperand(tokens, names);
  for (const [sign, factor] of [
    ["+", 1],
    ["-", -1],
  ] as const) {
    if (!tokens.take(sign)) continue;
    const right = readOperand(tokens, names);
    return (item) => ({ N: String(numberOf(left(item)) + factor * numberOf(right(item))) });
  }
  return left;
}

function readOperand(tokens: Tokens, names: Names): Operand {
  const token = tokens.next();
  if (token.kind === "value") {
    const value = names.value(token);
    return () => value;
  }
  if (token.kind === "word" && tokens.peek().text === "(") {
    if (token.text !== "if_not_exists") {
      throw invalid(`Invalid UpdateExpression: Invalid function name; function: ${token.text}`);
    }
    tokens.expect("(");
    const attribute = names.attribute(tokens.next());
    tokens.expect(",");
    const otherwise = readOperand(tokens, names);
    tokens.expect(")");
    return (item) => item[attribute] ?? otherwise(item);
  }
  const attribute = names.attribute(token);
  return (item) => {
    const value = item[attribute];
    if (value === undefined) {
      throw invalid(
        "The provided expression refers to an attribute that does not exist in the item",
      );
    }
    return value;
  };
}

function added(old: Value | undefined, more: Value): Value {
  const type = typeOf(more);
  if (old !== undefined && typeOf(old) !== type) throw wrongType();
  if (type === "N") return { N: String(numberOf(old ?? { N: "0" }) + numberOf(more)) };
  if (type !== "SS")
    throw invalid(
      `Invalid UpdateExpression: Incorrect operand type for operator or function; operator: ADD, operand type: ${type}`,
    );
  return { SS: [...new Set([...((old?.SS as string[]) ?? []), ...(more.SS as string[])])] };
}

function without(old: Value | undefined, less: Value): Value | undefined {
  if (old === undefined) return undefined;
  if (typeOf(old) !== "SS" || typeOf(less) !== "SS") throw wrongType();
  const rest = (old.SS as string[]).filter((one) => !(less.SS as string[]).includes(one));
  return rest.length === 0 ? undefined : { SS: rest };
}

function numberOf(value: Value): number {
  if (typeOf(value) !== "N") throw wrongType();
  return Number(value.N);
}

function wrongType(): Error {
  return invalid("An operand in the update expression has an incorrect data type");
}
