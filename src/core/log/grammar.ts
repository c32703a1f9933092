import { CLOSE_ARRAY, CLOSE_OBJECT, COLON, COMMA, OPEN_ARRAY, OPEN_OBJECT } from "./json-bytes.ts";

/** Where in a log file's JSON text one stands, outside any token. */
export type GrammarPlace =
  | "start"
  | "firstKey"
  | "key"
  | "colon"
  | "recordsColon"
  | "value"
  | "records"
  | "afterValue"
  | "firstElement"
  | "element"
  | "afterElement"
  | "end";

/** What may stand at one place. */
export interface Step {
  /** The rule, as an error states it. */
  readonly rule: string;
  /** Byte of structure → the place after it. */
  readonly on: Readonly<Record<number, GrammarPlace>>;
  /** The token that may begin here. */
  readonly takes?: "key" | "value" | "element";
}

/** `{"key": value, …, "Records": [element, …]}`, byte by byte. */
export const GRAMMAR: Readonly<Record<GrammarPlace, Step>> = {
  start: { rule: "its JSON must be an object", on: { [OPEN_OBJECT]: "firstKey" } },
  firstKey: { rule: "a key must begin its JSON", on: { [CLOSE_OBJECT]: "end" }, takes: "key" },
  key: { rule: "a key must follow a comma", on: {}, takes: "key" },
  colon: { rule: "a colon must follow a key", on: { [COLON]: "value" } },
  recordsColon: { rule: "a colon must follow a key", on: { [COLON]: "records" } },
  value: { rule: "a value must follow a colon", on: {}, takes: "value" },
  records: {
    rule: '"Records" must be an array',
    on: { [OPEN_ARRAY]: "firstElement" },
    takes: "value",
  },
  afterValue: {
    rule: 'a comma or "}" must follow a value',
    on: { [COMMA]: "key", [CLOSE_OBJECT]: "end" },
  },
  firstElement: {
    rule: '"Records" must hold records',
    on: { [CLOSE_ARRAY]: "afterValue" },
    takes: "element",
  },
  element: { rule: "a record must follow a comma", on: {}, takes: "element" },
  afterElement: {
    rule: 'a comma or "]" must follow a record',
    on: { [COMMA]: "element", [CLOSE_ARRAY]: "afterValue" },
  },
  end: { rule: "nothing may follow its JSON", on: {} },
};
