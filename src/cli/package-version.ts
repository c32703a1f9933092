import { existsSync, readFileSync } from "node:fs";

/** The version of the package this program is part of, in a checkout and installed alike. */
export function packageVersion(): string {
  for (const up of ["../../package.json", "../../../package.json"]) {
    const url = new URL(up, import.meta.url);
    if (!existsSync(url)) continue;
    const { name, version } = JSON.parse(readFileSync(url, "utf8"));
    if (name === "trailbridge") return version;
  }
  throw new Error("Cannot find the package this program is part of");
}
