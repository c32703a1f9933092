/**
 * Batches of rules and records that tell the laws of the pattern compiler from their breach. In one
 * file, as rules and records draw from the same few fields and texts.
 *
 * @module
 */

import { FUNCTIONS } from "../../src/core/function/function.ts";
import type { RuleLists } from "../../src/core/list/rule-lists.ts";
import { createRandom, type Random } from "./random.ts";

/** Rules that may get into each other's way, and events that may tell them apart. */
export interface RuleBatch {
  readonly rules: readonly string[];
  readonly records: readonly Record<string, unknown>[];
  /** What is on the lists that rules use. */
  readonly lists?: RuleLists;
}

/** What `$self` stands for in a batch. */
export const BATCH_SELF = ["DeleteUser", "trailbridge-notifier"];

/** Rules in one batch at most. */
export const MOST_RULES = 6;

/**
 * Makes batches of rules and records, the same for the same seed: few fields and few texts, so that
 * rules overlap; lists, exceptions, negated conjunctions and odd types, as people write them and as
 * nobody should.
 */
export function ruleBatches(seed: number, records: number): () => RuleBatch {
  const random = createRandom(seed);
  return () => {
    const make = new Maker(random);
    const rules = Array.from({ length: 2 + random.below(MOST_RULES - 1) }, () => make.rule());
    return {
      rules,
      records: Array.from({ length: records }, () => make.record()),
      lists: make.lists,
    };
  };
}

const FIELDS = [
  "eventName",
  "eventSource",
  "errorCode",
  "userIdentity.type",
  '"requestParameters.name"',
  "requestParameters.tags",
  "readOnly",
] as const;

const TEXTS = [
  "DeleteUser",
  "DeleteRole",
  "Delete",
  "GetUser",
  "Get",
  "Describe",
  "User",
  "a.b",
] as const;

/** Texts that are easily taken for each other: in another case or spelling, or hard to compare. */
const ODD_TEXTS = [
  ["kelvin", "\u212aelvin", "KELVIN"],
  ["i", "\u0130", "I"],
  ["S", "\u017f", "s"],
  ["deleteuser", "DELETEUSER", "DeleteUser"],
  ["2001:db8::1", "2001:DB8:0:0:0:0:0:1", "192.0.2.7"],
  ['a"b', "a", 'a"'],
  ["x*y", "x\\y", "xzy"],
  ["", "5", "true"],
  ["\u{1f600}", "\ud83d", "?"],
] as const;

/** Of more than two of these what they begin with is compared, and many a text only begins so. */
const WILD_GLOBS: readonly string[] = ["Delete*x", "Get*x", "Put*x", "D*x*e", "Get*User*x"];

const GLOBS = ["Delete*", "*User", "*e*e*", "Del*r", "G*t*", "Get", "*l*"];

const NETS = ["192.0.2.0/24", "192.0.2.7/32", "192.0.2.7", "2001:db8::/32", "10.0.0.0/8"];

/** Last days of what is on lists; between them and behind them events are judged. */
export const BATCH_DAYS = ["2026-01-01", "2026-02-01"];

const NUMBERS = [0, 5, -7, 6e9, 1.5];

/** One batch: the few fields and texts that all its rules and records draw from. */
class Maker {
  readonly #random: Random;
  readonly #fields: readonly string[];
  readonly #texts: readonly string[];
  /** A field, and a condition with which several rules of the batch begin: most often on that. */
  readonly #shared: readonly [field: string, condition: string];
  /** What is on the lists; some of it not for ever, and nothing on one of them. */
  readonly lists: RuleLists;

  constructor(random: Random) {
    this.#random = random;
    this.#fields = random.some(FIELDS, 1 + random.below(3));
    const odd = random.chance(0.3) ? random.of(ODD_TEXTS) : [];
    this.#texts = [...random.some(TEXTS, (odd.length > 0 ? 1 : 3) + random.below(3)), ...odd];
    const entries = (values: readonly string[]) =>
      random.some(values, random.below(5)).map((value) => ({
        value,
        ...(random.chance(0.1) && { expires: random.of(BATCH_DAYS) }),
      }));
    this.lists = {
      words: entries(this.#texts),
      globs: random.chance(0.4)
        ? random.some(WILD_GLOBS, 3 + random.below(2)).map((value) => ({ value }))
        : entries([...GLOBS, ...this.#texts]),
      nets: entries(NETS),
      none: [],
    };
    const field = random.of(this.#fields);
    this.#shared = [field, random.chance(0.6) ? this.#family(field) : this.#common()];
  }

  rule(): string {
    const random = this.#random;
    const field = random.of(this.#fields);
    if (random.chance(0.35)) return this.#begun();
    // The others hardly ever fault.
    if (random.chance(0.25)) return this.#atom();
    switch (random.below(12)) {
      case 0:
        return this.#atom();
      case 1:
        return this.#joined("&&", 2 + random.below(2), () => this.#common());
      case 2:
        return this.#mostly(`(${this.#joined("||", 2 + random.below(2), () => this.#common())})`);
      case 3:
        // A family and its exceptions.
        return `${this.#family(field)} && ${this.#joined("&&", 1 + random.below(2), () => this.#exception(field))}`;
      case 4:
        return this.#mostly(this.#joined("&&", 1 + random.below(3), () => this.#exception(field)));
      case 5:
      case 6:
        return this.#joined("&&", this.#fields.length, () => this.#listed(random.of(this.#fields)));
      case 7:
        return this.#mostly(`!(${this.#common()} && ${this.#common()})`);
      case 8:
        return this.#mostly(`!(${this.#common()} || ${this.#common()})`);
      case 9:
        return `(${this.#all()}) || (${this.#all()})`;
      case 10:
        return `${this.#common()} ? ${this.#common()} : ${this.#all()}`;
      default:
        return `${this.#common()} && (${this.#atom()} || ${this.#all()})`;
    }
  }

  record(): Record<string, unknown> {
    const random = this.#random;
    const record: Record<string, unknown> = { eventVersion: "1.11" };
    const wild = random.chance(0.25);
    for (const field of this.#fields) {
      if (random.chance(0.15)) continue;
      set(record, field, wild && random.chance(0.5) ? this.#odd() : random.of(this.#texts));
    }
    if (random.chance(0.3)) set(record, random.of(FIELDS), this.#odd());
    if (random.chance(0.3)) {
      record.resources = Array.from({ length: random.below(3) }, () => ({
        ARN: random.of(this.#texts),
      }));
    }
    if (random.chance(0.2)) set(record, "requestParameters.count", random.of(NUMBERS));
    return record;
  }

  /** What several rules begin with: alone, with exceptions from it, or with anything else. */
  #begun(): string {
    const random = this.#random;
    const [field, shared] = this.#shared;
    const rest = random.of([
      () => "",
      () => ` && ${this.#joined("&&", 1 + random.below(2), () => this.#exception(field))}`,
      () => ` && ${this.#joined("&&", 1 + random.below(2), () => this.#exception(field))}`,
      () => ` && ${this.#common()}`,
      () => ` && ${this.#atom()}`,
    ]);
    return `${shared}${rest()}`;
  }

  /** Mostly beside a list: two rules of exceptions alone let every event through between them. */
  #mostly(exceptions: string): string {
    const random = this.#random;
    return random.chance(0.85) ? `${this.#listed(random.of(FIELDS))} && ${exceptions}` : exceptions;
  }

  /** A list, a test or a comparison of every field of the batch. */
  #all(): string {
    return this.#fields.map((field) => this.#listed(field)).join(" && ");
  }

  #joined(by: string, count: number, part: () => string): string {
    return Array.from({ length: count }, part).join(` ${by} `);
  }

  #text(): string {
    return literal(this.#random.of(this.#texts));
  }

  #list(): string {
    if (this.#random.chance(0.03)) return "$self";
    if (this.#random.chance(0.04)) return this.#random.of(["$lists.words", "$lists.none"]);
    return `[${this.#random
      .some(this.#texts, 1 + this.#random.below(3))
      .map(literal)
      .join(", ")}]`;
  }

  #listed(field: string): string {
    return this.#random.chance(0.7)
      ? `contains(${this.#list()}, ${field})`
      : `${field} == ${this.#text()}`;
  }

  #family(field: string): string {
    const name = this.#random.of(["starts_with", "starts_with", "ends_with", "contains"]);
    return `${name}(${field}, ${this.#text()})`;
  }

  #exception(field: string): string {
    return this.#random.of([
      () => `${field} != ${this.#text()}`,
      () => `!contains(${this.#list()}, ${field})`,
      () => `!${this.#family(field)}`,
      () => `!starts_with(${field}, ${this.#text()})`,
    ])();
  }

  #common(): string {
    const field = this.#random.of(this.#fields);
    switch (this.#random.below(4)) {
      case 0:
        return this.#family(field);
      case 1:
        return this.#exception(field);
      default:
        return this.#listed(field);
    }
  }

  /** Anything the language has, on one field or two. */
  #atom(): string {
    const random = this.#random;
    const [field, other] = [random.of(this.#fields), random.of(this.#fields)];
    const text = this.#text();
    const fold = random.of(["lower", "upper"]);
    const folded = literal(
      fold === "lower"
        ? random.of(this.#texts).toLowerCase()
        : random.of(this.#texts).toUpperCase(),
    );
    const by = random.of(["==", "!="]);
    return random.of([
      () => `${field} ${by} \`null\``,
      () => `${field} ${by} \`${random.of(["true", "false", "5", "0"])}\``,
      () => `${fold}(${field}) ${by} ${folded}`,
      () => `contains([${folded}, 'x'], ${fold}(${field}))`,
      () => `${random.of(["starts_with", "ends_with"])}(${fold}(${field}), ${folded})`,
      () => `type(${field}) ${by} '${random.of(["string", "number", "boolean", "null", "array"])}'`,
      () => `not_null(${field}, ${other}) ${by} ${text}`,
      () =>
        `split(${field}, '${random.of([".", "e", "User"])}')[${random.of([0, -1, 1])}] ${by} ${text}`,
      () => `starts_with(split(${field}, '.')[0], ${text})`,
      () => `contains(resources[*].ARN, ${text})`,
      () => `resources[?ARN == ${text}]`,
      () => `length(resources[?starts_with(ARN, ${text})]) > \`0\``,
      () => `requestParameters.count ${random.of(["<", ">", "<="])} \`5\``,
      () => `requestParameters.count + \`1\` == \`6\``,
      () => `length(${field}) > \`4\``,
      () => `keys(${field}) == \`[]\``,
      () => `${field} == ${other}`,
      () => `${field} || ${other} == ${text}`,
      () => `${field} && ${this.#family(other)}`,
      () => `!(${field})`,
      () => field,
      () => `${this.#family(other)} && ${field}`,
      () => `${other} == ${text} && keys(${field}) == \`[]\``,
      () => `${this.#exception(other)} && requestParameters.count + \`1\` > \`0\``,
      () => `${this.#family(field)} ${by} \`${random.of(["true", "false", "null"])}\``,
      () => `contains([${field}, ${other}], ${text})`,
      () => `contains(\`[null, 5, "Get", []]\`, ${field})`,
      () => `to_string(${field}) ${by} ${text}`,
      () => `let $x = ${this.#family(field)} in $x || ${other} == ${text}`,
      ...this.#newer(field),
    ])();
  }

  #newer(field: string): (() => string)[] {
    const random = this.#random;
    const net = random.of(["192.0.2.0/24", "192.0.2.7/32", "2001:db8::/32", "0.0.0.0/0"]);
    const glob = random.of(["Delete*", "*User", "*e*e*", "Del*r", "Get", "*"]);
    const listed = random.of([
      `in_cidr(${field}, $lists.nets)`,
      `!in_cidr(${field}, $lists.nets)`,
      `like(${field}, $lists.globs)`,
      `!like(${field}, $lists.globs)`,
      `like(not_null(${field}, errorCode), $lists.globs) == \`false\``,
      `length($lists.globs) > \`1\` && !like(${field}, $lists.globs)`,
    ]);
    const all: [name: string, text: string][] = [
      ["in_cidr", `in_cidr(${field}, '${net}')`],
      ["in_cidr", `!in_cidr(${field}, ['${net}', '10.0.0.0/8'])`],
      ["like", `like(${field}, '${glob}')`],
      ["like", `!like(${field}, '${glob}')`],
      ["like", listed],
      ["exists", `exists(${field})`],
      ["exists", `!exists(${field})`],
      ["any", `any(resources, &starts_with(ARN, ${this.#text()}))`],
    ];
    return all
      .filter(([name]) => FUNCTIONS.has(name))
      .map(
        ([, text]) =>
          () =>
            text,
      );
  }

  #odd(): unknown {
    const random = this.#random;
    return random.of<() => unknown>([
      () => random.of(random.of(ODD_TEXTS)),
      () => random.of(NUMBERS),
      () => random.chance(0.5),
      () => null,
      () => [],
      () => ({}),
      () => random.some(this.#texts, random.below(3)),
      () => ({ ARN: random.of(this.#texts) }),
      () => [[random.of(this.#texts)], 5],
    ])();
  }
}

/** Puts a value under a path; in the way of what is there already, it takes the place. */
function set(record: Record<string, unknown>, field: string, value: unknown): void {
  const keys = field.replaceAll('"', "").split(".");
  const last = keys.pop() as string;
  let at = record;
  for (const key of keys) {
    const next = at[key];
    if (typeof next === "object" && next !== null && !Array.isArray(next)) {
      at = next as Record<string, unknown>;
    } else {
      const made: Record<string, unknown> = {};
      at[key] = made;
      at = made;
    }
  }
  at[last] = value;
}

function literal(text: string): string {
  return /^[\w .:/*]*$/.test(text) ? `'${text}'` : `\`${JSON.stringify(text)}\``;
}
