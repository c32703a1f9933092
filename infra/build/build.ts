import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundleHandlers } from "./bundle-handlers.ts";
import { thirdPartyNotices } from "./third-party-notices.ts";

// Build step of the package: dist/ with the library and its types, the command, what it reads
// beside its code, and the bundled handlers.
const root = fileURLToPath(new URL("../..", import.meta.url));
rmSync(`${root}dist`, { recursive: true, force: true });
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"], {
  cwd: root,
  stdio: "inherit",
});
for (const file of readdirSync(`${root}src`, { recursive: true, encoding: "utf8" })) {
  if (/\.(html|css|js|svg|yaml|json)$/.test(file))
    cpSync(`${root}src/${file}`, `${root}dist/src/${file}`);
}
const inputs = await bundleHandlers();
writeFileSync(`${root}dist/THIRD_PARTY_NOTICES.txt`, thirdPartyNotices(inputs, root));
