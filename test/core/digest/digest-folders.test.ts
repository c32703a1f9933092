import { suite } from "uvu";
import * as assert from "uvu/assert";
import { digestFolders } from "../../../src/core/digest/digest-folders.ts";

/** Folders right below a prefix, as S3 lists them with a delimiter. */
const below = (keys: readonly string[]) => async (prefix: string) => [
  ...new Set(
    keys
      .filter((key) => key.startsWith(prefix) && key.indexOf("/", prefix.length) >= 0)
      .map((key) => key.slice(0, key.indexOf("/", prefix.length) + 1)),
  ),
];

const ONE = "AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/01/02/a";
const TWO = "AWSLogs/444455556666/CloudTrail-Digest/eu-west-1/2026/01/02/b";
const THREE = "AWSLogs/444455556666/CloudTrail-Digest/us-east-1/2026/01/02/c";
const folder = (key: string) => key.slice(0, key.indexOf("/2026/") + 1);

const test = suite("digestFolders()");

for (const [what, prefix, keys, expected] of [
  [
    "nothing in a bucket that has no digests",
    "AWSLogs/",
    ["AWSLogs/111122223333/CloudTrail/us-east-1/2026/a"],
    [],
  ],
  ["nothing beside the prefix", "AWSLogs/", [`other/${ONE}`], []],
  ["nothing in folders that are no trail's", "", [`${"x/".repeat(9)}${ONE}`, `team/${ONE}`], []],
  [
    "each account's and Region's",
    "AWSLogs/",
    [ONE, TWO, THREE, "AWSLogs/111122223333/CloudTrail/x/y"],
    [folder(ONE), folder(TWO), folder(THREE)],
  ],
  [
    "those of the one account that is asked for",
    "AWSLogs/444455556666/",
    [ONE, TWO],
    [folder(TWO)],
  ],
  [
    "those beside the one folder of log files that is asked for",
    "AWSLogs/444455556666/CloudTrail/us-east-1/",
    [ONE, TWO],
    [folder(TWO)],
  ],
  ["those of accounts that begin so", "AWSLogs/44", [ONE, TWO], [folder(TWO)]],
  [
    "those below an organisation",
    "AWSLogs/",
    [`AWSLogs/o-a1b2c3d4e5/${ONE.slice(8)}`],
    [`AWSLogs/o-a1b2c3d4e5/${folder(ONE).slice(8)}`],
  ],
  [
    "those of a landing zone",
    "o-a1b2c3d4e5/AWSLogs/o-a1b2c3d4e5/",
    [`o-a1b2c3d4e5/AWSLogs/o-a1b2c3d4e5/${ONE.slice(8)}`],
    [`o-a1b2c3d4e5/AWSLogs/o-a1b2c3d4e5/${folder(ONE).slice(8)}`],
  ],
  [
    "those below a trail's own prefix",
    "trails/main/AWSLogs/",
    [`trails/main/${ONE}`],
    [`trails/main/${folder(ONE)}`],
  ],
] as const) {
  test(`finds ${what}`, async () => {
    assert.equal(await digestFolders(prefix, below(keys)), [...expected]);
  });
}

test.run();
