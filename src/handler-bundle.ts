/** The Lambda functions, by the folder of their handler under `src/`. */
export const HANDLERS = ["splitter", "notifier"] as const;

/** One of {@linkcode HANDLERS}. */
export type HandlerName = (typeof HANDLERS)[number];

/** File of a bundled handler in its asset; beside it lies `config.json`. */
export const BUNDLE_FILE = "index.mjs";

/**
 * How a handler is bundled, as esbuild's options: what is deployed and what the local stack runs
 * are made alike.
 *
 * `module` before `main`, or the SDK's CommonJS halves are taken and nothing can be shaken off.
 * The target is the oldest Node the local stack runs on; the deployed runtime is newer. The banner
 * gives `require` to CommonJS packages inside the ES module. Licence texts go to a file of their
 * own beside the bundle. Nothing reads a function's or a class's name at run time, so none is kept.
 * The SDK looks for credentials in eight places; Lambda puts them into one. Nor does a handler read
 * event streams or discover endpoints. One character beyond ASCII would have V8 hold and read the whole
 * text as two bytes a character.
 */
export const HANDLER_BUNDLE = {
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  mainFields: ["module", "main"],
  minify: true,
  alias: {
    "@aws-sdk/credential-provider-node": "./src/adapters/aws/lambda-credentials.ts",
    "@aws-sdk/endpoint-cache": "./src/adapters/aws/lean/no-endpoint-cache.ts",
    "@smithy/core/event-streams": "./src/adapters/aws/lean/no-event-streams.ts",
  },
  legalComments: "external",
  charset: "ascii",
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
} as const;
