import { dirname } from "node:path";
import type { Plugin } from "esbuild";

/**
 * Puts what fails loudly in the place of parts of the SDK that clients bring and no handler comes to, as
 * {@linkcode LEFT_OUT} and {@linkcode ONE_REGION_SIGNER} say, and files of settings that are empty in the
 * place of those it would look for: see {@linkcode NO_SHARED_FILES}.
 */
export const sdkParts: Plugin = {
  name: "sdk-parts",
  setup(build) {
    for (const [file, name, verb] of LEFT_OUT) {
      const filter = new RegExp(`[\\\\/]${file}\\.js$`);
      const contents = `export function ${name}() {
        throw new Error("Cannot ${verb} as the bundle must hold what does: it is left out");
      }`;
      build.onLoad({ filter }, ({ path }) =>
        /[\\/]dist-es[\\/]/.test(path) ? { contents, loader: "js" } : undefined,
      );
    }
    build.onLoad({ filter: /[\\/]shared-ini-file-loader[\\/]loadSharedConfigFiles\.js$/ }, () => ({
      contents: NO_SHARED_FILES,
      loader: "js",
    }));
    build.onLoad(
      { filter: /[\\/]signature-v4-multi-region[\\/]dist-es[\\/]SignatureV4MultiRegion\.js$/ },
      ({ path }) => ({ contents: ONE_REGION_SIGNER, resolveDir: dirname(path), loader: "js" }),
    );
  },
};

/**
 * Files, the class or function each is of, and what that would do: digests that Node has itself, a way
 * to try again that `clientLimits()` does not choose, a Region that Lambda tells by its environment, and
 * web streams, of which Node's HTTP gives none.
 */
const LEFT_OUT: readonly (readonly [file: string, name: string, verb: string])[] = [
  ["Sha256Js", "Sha256Js", "compute SHA-256 in JavaScript"],
  ["Sha1Js", "Sha1Js", "compute SHA-1 in JavaScript"],
  ["Md5Js", "Md5Js", "compute MD5 in JavaScript"],
  ["AdaptiveRetryStrategy", "AdaptiveRetryStrategy", "try again at an adaptive rate"],
  ["getInstanceMetadataRegion", "getInstanceMetadataRegion", "ask an instance for its Region"],
  ["createChecksumStream.browser", "createChecksumStream", "check a web stream"],
  ["sdk-stream-mixin.browser", "sdkStreamMixin", "read a web stream"],
  [
    "getAwsChunkedEncodingStream.browser",
    "getAwsChunkedEncodingStream",
    "send a web stream in chunks",
  ],
];

/**
 * What the SDK finds where there is no `~/.aws`, as in Lambda. A function's environment cannot name such
 * a file elsewhere: see `function-environment.ts`.
 */
const NO_SHARED_FILES = `
  export const CONFIG_PREFIX_SEPARATOR = ".";
  export async function loadSharedConfigFiles() {
    return { configFile: {}, credentialsFile: {} };
  }`;

/**
 * The signer of clients whose requests may be for several Regions, or for a directory bucket of S3: to
 * sign those it needs a package that is not installed, and keys of a session.
 */
const ONE_REGION_SIGNER = `
  import { SignatureV4 } from "@smithy/signature-v4";
  export class SignatureV4MultiRegion extends SignatureV4 {
    static sigv4aDependency() { return "none"; }
    async sign(request, options = {}) {
      return options.signingRegion === "*" ? leftOut() : super.sign(request, options);
    }
    async presign(request, options = {}) {
      return options.signingRegion === "*" ? leftOut() : super.presign(request, options);
    }
    async signWithCredentials() { return leftOut(); }
    async presignWithCredentials() { return leftOut(); }
  }
  function leftOut() {
    throw new Error("Cannot sign for several Regions or a directory bucket as the bundle must hold what does: it is left out");
  }`;
