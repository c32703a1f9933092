/** An IP address as a number. */
export interface IpAddress {
  /** Width of the address: 32 for version 4, 128 for version 6. */
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** A range of addresses of one version, both ends included. */
export interface IpRange {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * Reads an IP address literal.
 *
 * @returns `undefined` if the text is none.
 *
 * @example
 * ```ts
 * parseIpAddress("192.0.2.1"); // { bits: 32, value: 3221225985n }
 * parseIpAddress("2001:db8::1")?.bits; // 128
 * ```
 */
export function parseIpAddress(text: string): IpAddress | undefined {
  if (text.length > MAX_ADDRESS) return undefined;
  if (V4.test(text)) return parseV4(text);
  return V6.test(text) && text.includes(":") ? parseV6(text) : undefined;
}

/**
 * Reads a CIDR block, e.g. `10.0.0.0/8` or `2001:db8::/32`. Bits behind the mask are ignored.
 *
 * @returns `undefined` if the text is none.
 */
export function parseCidr(text: string): IpRange | undefined {
  const [, literal = "", mask = ""] = CIDR.exec(text) ?? [];
  const address = parseIpAddress(literal);
  if (address === undefined || Number(mask) > address.bits) return undefined;
  const hostMask = (1n << BigInt(address.bits - Number(mask))) - 1n;
  return {
    bits: address.bits,
    first: address.value & ~hostMask,
    last: address.value | hostMask,
  };
}

/** Says whether an address lies in a range; never for another version's address. */
export function inRange(address: IpAddress, range: IpRange): boolean {
  return address.bits === range.bits && address.value >= range.first && address.value <= range.last;
}

/** Characters of the longest address there is, eight groups of four digits. */
const MAX_ADDRESS = 39;

const V4 = /^\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}$/;
const V6 = /^[0-9a-f:]+$/i;
const CIDR = /^([0-9a-f.:]{1,39})\/(\d{1,3})$/i;

function parseV4(text: string): IpAddress | undefined {
  let value = 0n;
  for (const part of text.split(".")) {
    if (Number(part) > 255) return undefined;
    value = (value << 8n) | BigInt(part);
  }
  return { bits: 32, value };
}

function parseV6(text: string): IpAddress | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head = [], tail] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array<string>(missing).fill("0"), ...(tail ?? [])];
  let value = 0n;
  for (const group of groups) {
    if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined;
    value = (value << 16n) | BigInt(`0x${group}`);
  }
  return { bits: 128, value };
}
