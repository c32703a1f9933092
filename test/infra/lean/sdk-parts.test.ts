import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { sdkParts } from "../../../infra/lean/sdk-parts.ts";
import { HANDLER_BUNDLE } from "../../../src/handler-bundle.ts";
import { rejects } from "../../support/rejects.ts";

const test = suite("sdkParts");

let lean: Parts;

test.before(async () => {
  lean = await bundled([sdkParts]);
});

for (const name of ["Md5Js", "Sha1Js", "Sha256Js", "AdaptiveRetryStrategy"] as const) {
  test(`fails loudly if ${name} is used after all`, () => {
    assert.throws(() => new lean[name]({}), /it is left out$/);
  });
}

test("fails loudly if a web stream is used after all", () => {
  const source = new ReadableStream();
  assert.throws(() => lean.createChecksumStream({ source }), /it is left out$/);
  assert.throws(() => lean.getAwsChunkedEncodingStream(source), /it is left out$/);
  assert.throws(() => lean.sdkStreamMixin(source), /Unexpected stream implementation/);
});

test("fails loudly if an instance is to be asked for its Region after all", async () => {
  const region = lean.NODE_REGION_CONFIG_OPTIONS.default();
  assert.match((await rejects(region, Error)).message, /it is left out$/);
});

test("finds no settings in files, whatever lies there", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sdk-parts-"));
  const filepath = join(folder, "config");
  writeFileSync(filepath, "[default]\nregion = xx-none-1\n");
  const named = { filepath, configFilepath: filepath };
  try {
    const whole = await (await bundled([])).loadSharedConfigFiles(named);
    assert.equal(whole.configFile, { default: { region: "xx-none-1" } });
    const none = { configFile: {}, credentialsFile: {} };
    assert.equal(await lean.loadSharedConfigFiles(named), none);
    // As the SDK finds it where no file is.
    const nowhere = { filepath: join(folder, "a"), configFilepath: join(folder, "b") };
    assert.equal(await (await bundled([])).loadSharedConfigFiles(nowhere), none);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("signs as the whole signer does, and fails loudly where that needs more", async () => {
  const signer = new lean.SignatureV4MultiRegion({ ...SIGNER, sha256: lean.Sha256Node });
  const whole = await bundled([]);
  const oracle = new whole.SignatureV4MultiRegion({ ...SIGNER, sha256: whole.Sha256Node });
  const options = { signingDate: new Date(1_769_213_160_000) };
  for (const method of ["sign", "presign"] as const) {
    const signed = JSON.stringify(await oracle[method](REQUEST, options));
    assert.match(signed, /20260124T000600Z/);
    assert.is(JSON.stringify(await signer[method](REQUEST, options)), signed);
  }
  const keys = await SIGNER.credentials();
  for (const call of [
    () => signer.sign(REQUEST, { signingRegion: "*" }),
    () => signer.presign(REQUEST, { signingRegion: "*" }),
    () => signer.signWithCredentials(REQUEST, keys),
    () => signer.presignWithCredentials(REQUEST, keys),
  ])
    assert.match((await rejects(call(), Error)).message, /it is left out$/);
});

test.run();

type Name = "Md5Js" | "Sha1Js" | "Sha256Js" | "Sha256Node" | "AdaptiveRetryStrategy";
type Use = "createChecksumStream" | "getAwsChunkedEncodingStream" | "sdkStreamMixin";

/** What is left out of the SDK, and what it is used with. */
type Parts = Readonly<Record<Name, new (options: object) => object>> &
  Readonly<Record<Use, (argument: object) => object>> & {
    readonly NODE_REGION_CONFIG_OPTIONS: { default(): Promise<string> };
    readonly SignatureV4MultiRegion: new (options: object) => RequestSigner;
    loadSharedConfigFiles(options: object): Promise<{ readonly configFile: object }>;
  };

interface RequestSigner {
  sign(request: object, options: object): Promise<object>;
  presign(request: object, options: object): Promise<object>;
  signWithCredentials(request: object, keys: object): Promise<object>;
  presignWithCredentials(request: object, keys: object): Promise<object>;
}

/** The parts, bundled with some plugins. */
async function bundled(plugins: Plugin[]): Promise<Parts> {
  const folder = mkdtempSync(join(tmpdir(), "sdk-parts-"));
  try {
    const path = join(folder, "parts.mjs");
    await build({
      ...HANDLER_BUNDLE,
      mainFields: [...HANDLER_BUNDLE.mainFields],
      plugins,
      stdin: {
        contents: `
          export { Md5Js, Sha256Js, Sha256Node } from "@smithy/core/checksum";
          export { loadSharedConfigFiles, NODE_REGION_CONFIG_OPTIONS } from "@smithy/core/config";
          export { AdaptiveRetryStrategy } from "@smithy/core/retry";
          export { createChecksumStream, getAwsChunkedEncodingStream, sdkStreamMixin } from "@smithy/core/serde";
          export { Sha1Js } from "@aws-sdk/checksums/sha";
          export { SignatureV4MultiRegion } from "@aws-sdk/signature-v4-multi-region";`,
        resolveDir: process.cwd(),
      },
      outfile: path,
      logLevel: "error",
    });
    return await import(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const SIGNER = {
  service: "events",
  region: "eu-central-1",
  credentials: async () => ({ accessKeyId: "a", secretAccessKey: "s", sessionToken: "t" }),
};

const REQUEST = {
  method: "POST",
  protocol: "https:",
  hostname: "events.eu-central-1.amazonaws.com",
  path: "/",
  query: {},
  headers: { host: "events.eu-central-1.amazonaws.com" },
  body: "{}",
};
