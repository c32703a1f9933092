import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inRange, parseCidr, parseIpAddress } from "../../../src/core/pattern/ip-address.ts";

const addresses = suite("parseIpAddress()");

for (const text of [
  "",
  "1.2.3",
  "1.2.3.256",
  "1.2.3.4.5",
  "a.b.c.d",
  ":",
  ":::",
  "1::2::3",
  "1:2:3:4:5:6:7",
  "1:2:3:4:5:6:7:8:9",
  "12345::",
  "g::",
  "12:30",
  "::1.2.3.4",
  "1:2:3:4:5:6:7::8",
  "x::1",
  "::1x",
  "1",
  "abc",
  "0000:0000:0000:0000:0000:0000:0000:00001",
]) {
  addresses(`reads no address in "${text}"`, () => assert.is(parseIpAddress(text), undefined));
}

const good: [text: string, bits: number, value: bigint][] = [
  ["0.0.0.0", 32, 0n],
  ["192.0.2.1", 32, 0xc0000201n],
  ["10.20.30.40", 32, 0x0a141e28n],
  ["192.168.100.200", 32, 0xc0a864c8n],
  ["::", 128, 0n],
  ["1:2:3:4:5:6:7::", 128, 0x00010002000300040005000600070000n],
  ["::2:3:4:5:6:7:8", 128, 0x00000002000300040005000600070008n],
  ["1:2::7:8", 128, 0x00010002000000000000000000070008n],
  ["0000:0000:0000:0000:0000:0000:0000:0001", 128, 1n],
  ["::1", 128, 1n],
  ["1::", 128, 1n << 112n],
  ["2001:DB8:0:0:0:0:0:a", 128, (0x20010db8n << 96n) | 10n],
];

for (const [text, bits, value] of good) {
  addresses(`reads "${text}"`, () => assert.equal(parseIpAddress(text), { bits, value }));
}

addresses.run();

const ranges = suite("parseCidr()");

for (const text of [
  "",
  "1.2.3.4",
  "1.2.3.4/",
  "1.2.3.4/33",
  "1.2.3.4/8/8",
  "x/8",
  "::/129",
  "1.2.3.4/-1",
  "x1.2.3.4/8",
  "1.2.3.4/8x",
]) {
  ranges(`reads no range in "${text}"`, () => assert.is(parseCidr(text), undefined));
}

ranges("covers the mask's addresses and no others", () => {
  const range = parseCidr("192.0.2.77/24");
  assert.ok(range);
  const holds = (text: string) => inRange(parseIpAddress(text) ?? { bits: 32, value: -1n }, range);
  assert.equal(["192.0.1.255", "192.0.2.0", "192.0.2.255", "192.0.3.0"].map(holds), [
    false,
    true,
    true,
    false,
  ]);
  assert.not(holds("::c000:201"), "another version's address");
});

ranges("takes one address for a range with all its bits", () => {
  assert.equal(parseCidr("1.2.3.4/32"), { bits: 32, first: 0x01020304n, last: 0x01020304n });
  assert.equal(parseCidr("::1/128"), { bits: 128, first: 1n, last: 1n });
});

ranges("covers everything with mask 0", () => {
  assert.equal(parseCidr("::/0"), { bits: 128, first: 0n, last: (1n << 128n) - 1n });
});

ranges.run();
