import { type IpRange, inRange, parseCidr, parseIpAddress } from "../pattern/ip-address.ts";
import { type TextMatcher, wildcardTest } from "../pattern/text.ts";
import { textSize } from "./budget.ts";
import type { FunctionSpec } from "./function-spec.ts";
import { toWildcard } from "./like-pattern.ts";

/** Functions that ask of a value what an event pattern can ask too. */
export const VALUE_FUNCTIONS: Readonly<Record<string, FunctionSpec>> = {
  exists: {
    parameters: ["any"],
    returns: "boolean",
    cost: () => 1,
    run: (value: unknown) => value !== null,
  },
  in_cidr: {
    parameters: ["string", "string|array"],
    returns: "boolean",
    check: ([, nets]) => {
      const bad = listOf(nets).find((net) => netOf(net) === undefined);
      if (bad === undefined) return undefined;
      return `its argument 2 must be a net like 192.0.2.0/24 or 2001:db8::/32, or a list of nets: it has ${JSON.stringify(bad)}`;
    },
    prepare: ([, nets]) => {
      const ranges = nets === undefined ? undefined : rangesOf(nets);
      if (ranges === undefined) return undefined;
      return (address: string) => isWithin(address, ranges);
    },
    run: (address: string, nets: unknown) => {
      const ranges = rangesOf(nets);
      return ranges === undefined ? null : isWithin(address, ranges);
    },
  },
  like: {
    parameters: ["string", "string|array"],
    returns: "boolean",
    check: ([, patterns]) => {
      const bad = listOf(patterns).find((it) => typeof it !== "string");
      if (bad === undefined) return undefined;
      return `its argument 2 must be text, in which * stands for any text, or a list of such texts: it has ${JSON.stringify(bad)}`;
    },
    cost: (text: string, patterns: unknown) => (1 + textSize(text)) * listOf(patterns).length,
    prepare: ([, patterns]) => {
      const matchers = patterns === undefined ? undefined : matchersOf(patterns);
      if (matchers === undefined) return undefined;
      return (text: string) => matchers.some((matches) => matches(text));
    },
    run: (text: string, patterns: unknown) => {
      const matchers = matchersOf(patterns);
      return matchers === undefined ? null : matchers.some((matches) => matches(text));
    },
  },
};

/** The addresses of a net; of an address alone, itself. Undefined if it is neither. */
export function netOf(net: unknown): IpRange | undefined {
  if (typeof net !== "string") return undefined;
  const address = parseIpAddress(net);
  return address === undefined ? parseCidr(net) : parseCidr(`${net}/${address.bits}`);
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** Undefined unless all are nets: the event may tell them, and then nothing can be said. */
function rangesOf(nets: unknown): readonly IpRange[] | undefined {
  const ranges = listOf(nets).map(netOf);
  return ranges.includes(undefined) ? undefined : (ranges as IpRange[]);
}

/** A host name, or `AWS Internal`, is within nothing. */
function isWithin(text: string, ranges: readonly IpRange[]): boolean {
  const address = parseIpAddress(text);
  return address !== undefined && ranges.some((range) => inRange(address, range));
}

/** Undefined unless all are text. */
function matchersOf(patterns: unknown): readonly TextMatcher[] | undefined {
  const texts = listOf(patterns);
  return texts.every((it) => typeof it === "string") ? texts.map(matcherOf) : undefined;
}

function matcherOf(pattern: string): TextMatcher {
  return wildcardTest(toWildcard(pattern), "like()");
}
