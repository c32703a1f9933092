import { type Names, Tokens } from "./names.ts";
import { tokensOf } from "./token.ts";
import { compare, type Item, invalid, isSame, typeOf, type Value } from "./value.ts";

/** Whether an item, or none, fulfils a condition. */
export type Condition = (item: Item | undefined) => boolean;

type Operand = (item: Item | undefined) => Value | undefined;

/**
 * Reads a condition as DynamoDB's grammar has it, top-level attributes only. What is not known
 * here is refused, so that no call passes by a rule that was not looked at.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 */
export function readCondition(text: string, names: Names): Condition {
  const tokens = new Tokens(tokensOf(text));
  const condition = readOr(tokens, names);
  if (tokens.peek().kind !== "end") throw tokens.unexpected();
  return condition;
}

function readOr(tokens: Tokens, names: Names): Condition {
  const arms = [readAnd(tokens, names)];
  while (tokens.take("OR")) arms.push(readAnd(tokens, names));
  return arms.length === 1 && arms[0] ? arms[0] : (item) => arms.some((arm) => arm(item));
}

function readAnd(tokens: Tokens, names: Names): Condition {
  const terms = [readNot(tokens, names)];
  while (tokens.take("AND")) terms.push(readNot(tokens, names));
  return terms.length === 1 && terms[0] ? terms[0] : (item) => terms.every((term) => term(item));
}

function readNot(tokens: Tokens, names: Names): Condition {
  if (!tokens.take("NOT")) return readTerm(tokens, names);
  const negated = readNot(tokens, names);
  return (item) => !negated(item);
}

function readTerm(tokens: Tokens, names: Names): Condition {
  if (tokens.take("(")) {
    const inner = readOr(tokens, names);
    tokens.expect(")");
    return inner;
  }
  const isCall = tokens.peek().kind === "word" && tokens.peek(1).text === "(";
  if (isCall && tokens.peek().text !== "size") return readCall(tokens, names);
  const left = readOperand(tokens, names);
  if (tokens.take("BETWEEN")) {
    const low = readOperand(tokens, names);
    tokens.expect("AND");
    const high = readOperand(tokens, names);
    return (item) =>
      ordered(left(item), low(item), (n) => n >= 0) &&
      ordered(left(item), high(item), (n) => n <= 0);
  }
  if (tokens.take("IN")) {
    tokens.expect("(");
    const list = [readOperand(tokens, names)];
    while (tokens.take(",")) list.push(readOperand(tokens, names));
    tokens.expect(")");
    return (item) => list.some((one) => same(left(item), one(item)));
  }
  const sign = tokens.next().text;
  const right = readOperand(tokens, names);
  switch (sign) {
    case "=":
      return (item) => same(left(item), right(item));
    case "<>":
      // What is not there is different from everything that is.
      return (item) => !same(left(item), right(item));
    case "<":
      return (item) => ordered(left(item), right(item), (n) => n < 0);
    case "<=":
      return (item) => ordered(left(item), right(item), (n) => n <= 0);
    case ">":
      return (item) => ordered(left(item), right(item), (n) => n > 0);
    case ">=":
      return (item) => ordered(left(item), right(item), (n) => n >= 0);
    default:
      throw invalid(`Invalid expression: Syntax error; token: "${sign}"`);
  }
}

function readCall(tokens: Tokens, names: Names): Condition {
  const name = tokens.next().text;
  tokens.expect("(");
  const attribute = names.attribute(tokens.next());
  const second = tokens.take(",") ? readOperand(tokens, names) : undefined;
  tokens.expect(")");
  const of = (item: Item | undefined) => item?.[attribute];
  if (second === undefined) {
    if (name === "attribute_exists") return (item) => of(item) !== undefined;
    if (name === "attribute_not_exists") return (item) => of(item) === undefined;
  } else {
    if (name === "begins_with") {
      return (item) => {
        const [value, start] = [of(item)?.S, second(item)?.S];
        return typeof value === "string" && typeof start === "string" && value.startsWith(start);
      };
    }
    if (name === "contains") return (item) => contains(of(item), second(item));
    if (name === "attribute_type") {
      return (item) => {
        const value = of(item);
        return value !== undefined && typeOf(value) === second(item)?.S;
      };
    }
  }
  throw invalid(`Invalid expression: Invalid function name; function: ${name}`);
}

/** A value, an attribute, or the size of one. */
function readOperand(tokens: Tokens, names: Names): Operand {
  const token = tokens.next();
  if (token.kind === "value") {
    const value = names.value(token);
    return () => value;
  }
  if (token.text === "size" && tokens.take("(")) {
    const attribute = names.attribute(tokens.next());
    tokens.expect(")");
    return (item) => sizeOf(item?.[attribute]);
  }
  const attribute = names.attribute(token);
  return (item) => item?.[attribute];
}

function sizeOf(value: Value | undefined): Value | undefined {
  if (value === undefined) return undefined;
  const content = value[typeOf(value)];
  if (typeof content === "string") return { N: String(content.length) };
  if (Array.isArray(content)) return { N: String(content.length) };
  return { N: String(Object.keys(Object(content)).length) };
}

function same(a: Value | undefined, b: Value | undefined): boolean {
  return a !== undefined && b !== undefined && isSame(a, b);
}

function ordered(
  a: Value | undefined,
  b: Value | undefined,
  fits: (order: number) => boolean,
): boolean {
  const order = a === undefined || b === undefined ? undefined : compare(a, b);
  return order !== undefined && fits(order);
}

function contains(all: Value | undefined, one: Value | undefined): boolean {
  if (all === undefined || one === undefined) return false;
  if (typeof all.S === "string") return typeof one.S === "string" && all.S.includes(one.S);
  const set = all.SS ?? all.NS;
  if (Array.isArray(set)) return set.includes(one.S ?? one.N);
  return Array.isArray(all.L) && all.L.some((member) => isSame(member as Value, one));
}
