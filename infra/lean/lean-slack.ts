import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Plugin } from "esbuild";

/**
 * Lets esbuild leave out what a bundle does not use of Slack's client, a CommonJS package of which
 * nothing would go by itself: groups of methods but {@linkcode KEPT_GROUPS}, uploads, streams, guards
 * of types, what only its entrance re-exports. What is left out fails loudly if it is used after all.
 */
export const leanSlack: Plugin = {
  name: "lean-slack",
  setup({ onLoad, onResolve, resolve }) {
    for (const [name, contents] of PARTS) {
      onLoad({ filter: inClient(`dist[\\\\/]${name}\\.js`) }, async ({ path }) => ({
        contents: typeof contents === "string" ? contents : contents(await readFile(path, "utf8")),
        resolveDir: dirname(path),
      }));
    }
    // Of what it reads its name and version from, all but them.
    onLoad({ filter: inClient("package\\.json") }, async ({ path }) => {
      const { name, version } = JSON.parse(await readFile(path, "utf8")) as Record<string, string>;
      return { contents: JSON.stringify({ name, version }), loader: "json" };
    });
    // Two versions, one text.
    onResolve({ filter: /^eventemitter3$/ }, ({ importer, kind }) => {
      const [, root = ""] = /^(.*[\\/]node_modules[\\/])p-queue[\\/]/.exec(importer) ?? [];
      const resolveDir = join(root, "@slack", "web-api");
      return root === "" ? undefined : resolve("eventemitter3", { resolveDir, kind });
    });
  },
};

function inClient(rest: string): RegExp {
  return new RegExp(`[\\\\/]@slack[\\\\/]web-api[\\\\/]${rest}$`);
}

/** Groups of methods that an adapter calls. */
const KEPT_GROUPS: ReadonlySet<string> = new Set(["auth", "chat", "conversations"]);

/** The same module, of whose groups of methods only {@linkcode KEPT_GROUPS} are left. */
export function withoutGroups(source: string): string {
  const dropped: string[] = [];
  const kept = source.replace(GROUP, (text, name: string) => {
    if (KEPT_GROUPS.has(name)) return text;
    dropped.push(name);
    return "";
  });
  return `${kept.replace(TYPES, "")}
for (const name of ${JSON.stringify(dropped)}) {
  Object.defineProperty(Methods.prototype, name, {
    get() { ${leftOut("call a group of Slack's methods", "it")} },
  });
}`;
}

/** A field of the class Methods: all of its lines but the last are further in. */
const GROUP = /^ {4}(\w+) = \{\n(?: {5}.*\n)*? {4}\};\n/gm;

/** Guards of types, under the class. */
const TYPES = /^__exportStar\(require\("@slack\/types"\), exports\);$/m;

function leftOut(verb: string, what: string): string {
  const message = `Cannot ${verb} as the bundle must hold ${what}: it is left out`;
  return `throw new Error(${JSON.stringify(message)});`;
}

/** Files of the client's `dist`, and what they are replaced by. */
const PARTS: readonly (readonly [name: string, contents: string | ((source: string) => string)])[] =
  [
    [
      "index",
      'Object.assign(exports, require("./WebClient"), require("./errors"), require("./logger"));',
    ],
    ["methods", withoutGroups],
    [
      "chat-stream",
      `exports.ChatStreamer = class { constructor() { ${leftOut("stream a message to Slack", "what streams")} } };`,
    ],
    [
      "file-upload",
      ["getFileUploadJob", "getMultipleFileUploadJobs", "getAllFileUploadsToComplete"]
        .map((name) => `exports.${name} = upload;`)
        .concat(`function upload() { ${leftOut("upload a file to Slack", "what uploads")} }`)
        .join("\n"),
    ],
  ];
