import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";

/**
 * Lets esbuild leave out what a bundle does not use of the SDK's clients.
 *
 * - The schemas of operations that are never sent. Each is a list made at the top of its module, with
 *   computed keys in it, which esbuild must take to do something; made by a function that is marked
 *   as pure, it goes where nothing refers to it.
 * - The classes of errors that nobody asks for. An error the SDK has no class for is one of its base
 *   class, with the name the service gives it.
 * - Of a client's `package.json`, which it reads its version from, all but that.
 */
export const leanSdk: Plugin = {
  name: "lean-sdk",
  setup(build) {
    build.onLoad(
      { filter: /[\\/]@aws-sdk[\\/][^\\/]+[\\/]dist-es[\\/]schemas[\\/]schemas_\d+\.js$/ },
      async ({ path }) => {
        const source = withPureSchemas(await readFile(path, "utf8"));
        if (path.includes("client-sqs")) {
          return { contents: withoutErrors(source, SQS_ERRORS), loader: "js" };
        }
        const isPlain = PLAIN_ERRORS.some((client) => path.includes(client));
        return { contents: isPlain ? withoutErrors(source) : source, loader: "js" };
      },
    );
    build.onLoad({ filter: /[\\/]@aws-sdk[\\/][^\\/]+[\\/]package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, "utf8")) as { version: string };
      return { contents: JSON.stringify({ version }), loader: "json" };
    });
  },
};

/**
 * Clients whose services call errors what their classes are called; SNS leaves "Exception" away, and
 * so does who asks. SQS and STS have two names for some, and the class is what the second is known by:
 * of SQS {@linkcode SQS_ERRORS} are left.
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

/** Errors of the operations of SQS that handlers send: whoever reads another gets SQS's older name of it. */
export const SQS_ERRORS: ReadonlySet<string> = new Set([
  "InvalidAddress",
  "InvalidMessageContents",
  "InvalidSecurity",
  "KmsAccessDenied",
  "KmsDisabled",
  "KmsInvalidKeyUsage",
  "KmsInvalidState",
  "KmsNotFound",
  "KmsOptInRequired",
  "KmsThrottled",
  "MessageNotInflight",
  "QueueDoesNotExist",
  "ReceiptHandleIsInvalid",
  "RequestThrottled",
  "UnsupportedOperation",
]);

/** The same module, of whose service's errors only some are known by class. */
export function withoutErrors(source: string, kept = KEPT_ERRORS): string {
  return source.replace(REGISTRATION, (line, name) => (kept.has(name) ? line : ""));
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
