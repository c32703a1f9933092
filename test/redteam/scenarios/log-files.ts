import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { gzipSync } from "node:zlib";
import { type Scenario, verdictOf } from "../scenario.ts";

type Validate = typeof import("../../../src/core/digest/validate.ts");

const ALTERED: Scenario = {
  id: "2.4-altered-log-file",
  title: "writes a log file anew without the call that tells of it, and its digest with it",
  async run(product) {
    const { validateTrail } = await product.load<Validate>("src/core/digest/validate.ts");
    const theirs = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const own = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const prefix = "AWSLogs/111122223333/CloudTrail-Digest/us-east-1/";
    const key = `${prefix}2026/01/02/111122223333_CloudTrail-Digest_us-east-1_t_us-east-1_20260102T010000Z.json.gz`;
    const log = '{"Records":[]}';
    const digest = (of: string) =>
      JSON.stringify({
        digestEndTime: "2026-01-02T01:00:00Z",
        digestS3Bucket: "logs",
        digestS3Object: key,
        digestPublicKeyFingerprint: "f",
        logFiles: [{ s3Bucket: "logs", s3Object: "log", hashValue: sha256(of) }],
      });
    const signed = (content: string, privateKey: typeof own.privateKey) =>
      sign(
        "RSA-SHA256",
        Buffer.from(["2026-01-02T01:00:00Z", `logs/${key}`, sha256(content), "null"].join("\n")),
        privateKey,
      ).toString("hex");
    const seen = async (content: string, signature: string) => {
      const { findings } = await validateTrail(
        { bucket: "logs", prefix, from: new Date("2026-01-02"), to: new Date("2026-01-03") },
        {
          keys: async () => [key],
          read: async (object) =>
            object.key === key
              ? { bytes: gzipSync(content), signature }
              : { bytes: gzipSync(log), signature: undefined },
          publicKeys: async () =>
            new Map([["f", theirs.publicKey.export({ type: "pkcs1", format: "der" })]]),
        },
      );
      return findings.map(({ kind }) => kind);
    };
    const before = digest("another content");
    const alone = await seen(before, signed(before, theirs.privateKey));
    const anew = digest(log);
    const both = await seen(anew, signed(anew, own.privateKey));
    const honest = await seen(anew, signed(anew, theirs.privateKey));
    return verdictOf({
      "the log file alone is altered": alone.join() === "altered",
      "the digest beside it is altered": both.join() === "altered",
      "nothing is found where nothing was done": honest.length === 0,
    });
  },
};

const EMPTY: Scenario = {
  id: "2.4-empty-file",
  title: "has an empty log file written each hour, so that nobody notices the silence",
  async run(product) {
    const { template } = await product.synthesize("");
    const silence = Object.entries(template.Resources).find(
      ([id, { Type }]) => Type === "AWS::CloudWatch::Alarm" && id.includes("AlarmsSilence"),
    )?.[1].Properties;
    return verdictOf(
      {
        "silence is counted by records": silence?.MetricName === "records",
        "no word is silence": silence?.TreatMissingData === "breaching",
      },
      String(silence?.MetricName),
    );
  },
};

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

export const SCENARIOS: readonly Scenario[] = [ALTERED, EMPTY];
