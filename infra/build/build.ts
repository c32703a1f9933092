import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { makeTempFolder } from "../../src/adapters/temp-folder.ts";
import { bundleCommand } from "./bundle-command.ts";
import { bundleHandlers } from "./bundle-handlers.ts";
import { bundleLibrary } from "./bundle-library.ts";
import { thirdPartyNotices } from "./third-party-notices.ts";

// Build step of the package: dist/ with the library and its types, the command and the handlers,
// each bundled, so that the package needs no other.
const root = fileURLToPath(new URL("../..", import.meta.url));
rmSync(`${root}dist`, { recursive: true, force: true });
const declarations = makeTempFolder("types");
try {
  execFileSync(
    process.execPath,
    ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json", "--outDir", declarations.path],
    { cwd: root, stdio: "inherit" },
  );
  const inputs = [
    await bundleHandlers(),
    await bundleCommand(),
    await bundleLibrary(declarations.path),
  ].flatMap((files) => [...files]);
  writeFileSync(`${root}dist/THIRD_PARTY_NOTICES.txt`, thirdPartyNotices(inputs, root));
} finally {
  declarations.remove();
}
