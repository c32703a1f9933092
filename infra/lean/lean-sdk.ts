import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Plugin } from "esbuild";

/**
 * Lets esbuild leave out what a bundle does not use of the SDK's clients.
 *
 * - The schemas of operations that are never sent. Each is a list made at the top of its module, with
 *   computed keys in it, which esbuild must take to do something; made by a function that is marked
 *   as pure, it goes where nothing refers to it.
 * - The classes of errors that nobody asks for. An error the SDK has no class for is one of its base
 *   class, with the name the service gives it.
 * - What {@linkcode LEFT_OUT} names, which fails loudly if it is used after all.
 * - Of a client's `package.json`, which it reads its version from, all but that.
 */
export const leanSdk: Plugin = {
  name: "lean-sdk",
  setup(build) {
    build.onLoad(
      { filter: /[\\/]@aws-sdk[\\/][^\\/]+[\\/]dist-es[\\/]schemas[\\/]schemas_\d+\.js$/ },
      async ({ path }) => {
        const source = withPureSchemas(await readFile(path, "utf8"));
        const isPlain = PLAIN_ERRORS.some((client) => path.includes(client));
        return { contents: isPlain ? withoutErrors(source) : source, loader: "js" };
      },
    );
    for (const [name, verb] of LEFT_OUT) {
      build.onLoad({ filter: new RegExp(`[\\\\/]dist-es[\\\\/].*[\\\\/]${name}\\.js$`) }, () => ({
        contents: `export class ${name} { constructor() {
          throw new Error("Cannot ${verb} as the bundle must hold what does: it is left out");
        } }`,
        loader: "js",
      }));
    }
    build.onLoad(
      { filter: /[\\/]signature-v4-multi-region[\\/]dist-es[\\/]SignatureV4MultiRegion\.js$/ },
      ({ path }) => ({ contents: ONE_REGION_SIGNER, resolveDir: dirname(path), loader: "js" }),
    );
    build.onLoad({ filter: /[\\/]@aws-sdk[\\/][^\\/]+[\\/]package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, "utf8")) as { version: string };
      return { contents: JSON.stringify({ version }), loader: "json" };
    });
  },
};

/**
 * Classes in a file of their own, and what they would do: digests that Node has itself, and a way to
 * try again that `clientLimits()` does not choose.
 */
const LEFT_OUT: readonly (readonly [name: string, verb: string])[] = [
  ["Sha256Js", "compute SHA-256 in JavaScript"],
  ["Sha1Js", "compute SHA-1 in JavaScript"],
  ["Md5Js", "compute MD5 in JavaScript"],
  ["AdaptiveRetryStrategy", "try again at an adaptive rate"],
];

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

/**
 * Clients whose services call errors what their classes are called; SNS leaves "Exception" away, and
 * so does who asks. SQS and STS have two names for some, and the class is what the second is known by.
 */
const PLAIN_ERRORS = [
  "client-cloudtrail",
  "client-dynamodb",
  "client-eventbridge",
  "client-s3",
  "client-secrets-manager",
  "client-sns",
];

/**
 * Errors that are asked for by class, that the class, or its name, says may be tried again, or that
 * SNS calls otherwise.
 */
const KEPT_ERRORS: ReadonlySet<string> = new Set([
  "ConditionalCheckFailedException",
  "InvalidParameterValueException",
  "ReplicatedWriteConflictException",
  "ThrottledException",
]);

/** The same module, of whose service's errors only {@linkcode KEPT_ERRORS} are known by class. */
export function withoutErrors(source: string): string {
  return source.replace(REGISTRATION, (line, name) => (KEPT_ERRORS.has(name) ? line : ""));
}

/** Has answers with an error's name become the error's class. */
const REGISTRATION = /^n0_registry\.registerError\(\w+\$, (\w+)\);\n/gm;

/** The same module, each schema of which is made by a call that may be left out. */
export function withPureSchemas(source: string): string {
  return source
    .split(";\n")
    .map((statement) => {
      const [head] = LIST.exec(statement) ?? [];
      if (head === undefined) return statement;
      const at = head.length - 1;
      return `${statement.slice(0, at)}/* @__PURE__ */ (() => ${statement.slice(at)})()`;
    })
    .join(";\n");
}

/** The begin of a statement that makes a list. */
const LIST = /^(?:export )?(?:var|const) [\w$]+ = \[/;
