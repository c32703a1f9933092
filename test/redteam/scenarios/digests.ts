import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { gzipSync } from "node:zlib";
import { SETTINGS } from "../product.ts";
import { type Scenario, verdictOf } from "../scenario.ts";

type Validation = typeof import("../../../src/splitter/validation/validate-logs.ts");

const FOLDER = "AWSLogs/111122223333/CloudTrail-Digest/us-east-1/";
const NOW = Date.UTC(2026, 0, 2, 1, 30);

const VALIDATED: Scenario = {
  id: "2.4-validated",
  title: "alters one log file and removes another, where nobody hears of the calls",
  async run(product) {
    const { template } = await product.synthesize(
      SETTINGS.replace("bucket: logs", "bucket: logs, validate: true"),
    );
    const scheduled = Object.values(template.Resources).some(
      ({ Type, Properties }) =>
        Type === "AWS::Events::Rule" && JSON.stringify(Properties).includes("validate"),
    );
    const { validateLogs } = await product.load<Validation>(
      "src/splitter/validation/validate-logs.ts",
    );
    const told: string[] = [];
    const asked: { folder: string; from: number; to: number }[] = [];
    const stored = tamperedTrail();
    const deps = {
      bucket: "logs",
      logPrefix: "AWSLogs/",
      folders: async (prefix: string) => {
        const below = [...stored.objects.keys()].filter((key) => key.startsWith(prefix));
        const ends = below.map((key) => key.indexOf("/", prefix.length) + 1);
        return [...new Set(below.map((key, i) => key.slice(0, ends[i])))].filter((it) => it !== "");
      },
      objectsOf: () => ({
        keys: async (_: string, prefix: string) =>
          [...stored.objects.keys()].filter((key) => key.startsWith(prefix)),
        read: async ({ key }: { readonly key: string }) => stored.objects.get(key),
        publicKeys: async () => new Map([["f", stored.publicKey]]),
      }),
      bus: {
        async put(batch: readonly { readonly detail: string }[]) {
          told.push(...batch.map(({ detail }) => detail));
          return [];
        },
      },
      continuations: {
        async sendValidation(folder: { folder: string; from: number; to: number }) {
          asked.push(folder);
        },
      },
      clock: { now: () => NOW },
      log: { error() {}, info() {} },
    };
    await validateLogs({ kind: "all", hours: 3 }, deps, () => false);
    for (const it of asked) await validateLogs({ kind: "folder", ...it }, deps, () => false);
    return verdictOf(
      {
        "it is scheduled": scheduled,
        "the altered file is named": told.some((it) => /altered.*log-altered/.test(it)),
        "the removed file is named": told.some((it) => /missing.*log-removed/.test(it)),
        "and nothing else": told.length === 2,
      },
      `${told.length} told`,
    );
  },
};

/** A digest of three log files, of which one is altered and one is not there. */
function tamperedTrail() {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = `${FOLDER}2026/01/02/111122223333_CloudTrail-Digest_us-east-1_t_us-east-1_20260102T010000Z.json.gz`;
  const hash = (text: string) => createHash("sha256").update(text).digest("hex");
  const content = JSON.stringify({
    digestEndTime: "2026-01-02T01:00:00Z",
    digestS3Bucket: "logs",
    digestS3Object: key,
    digestPublicKeyFingerprint: "f",
    logFiles: ["log-kept", "log-altered", "log-removed"].map((s3Object) => ({
      s3Bucket: "logs",
      s3Object,
      hashValue: hash(s3Object),
    })),
  });
  const text = ["2026-01-02T01:00:00Z", `logs/${key}`, hash(content), "null"].join("\n");
  const signature = sign("RSA-SHA256", Buffer.from(text), privateKey).toString("hex");
  const unsigned = (bytes: Uint8Array) => ({ bytes, signature: undefined });
  return {
    publicKey: publicKey.export({ type: "pkcs1", format: "der" }),
    objects: new Map<string, { bytes: Uint8Array; signature: string | undefined }>([
      [key, { bytes: gzipSync(content), signature }],
      ["log-kept", unsigned(gzipSync("log-kept"))],
      ["log-altered", unsigned(gzipSync("another content"))],
    ]),
  };
}

export const SCENARIOS: readonly Scenario[] = [VALIDATED];
