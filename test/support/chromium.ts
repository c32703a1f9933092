import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";

/**
 * Starts a real Chromium: the one `TRAILBRIDGE_CHROMIUM` names, else one on the path.
 *
 * @returns Undefined, said loudly, where there is none.
 */
export async function launchChromium(what: string): Promise<Browser | undefined> {
  const executablePath = process.env.TRAILBRIDGE_CHROMIUM ?? onPath();
  if (executablePath === undefined) {
    console.error(`\nSKIPPED: ${what} needs Chromium; name one in TRAILBRIDGE_CHROMIUM.\n`);
    return undefined;
  }
  return chromium.launch({
    executablePath,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** Where screenshots go: the folder `TRAILBRIDGE_SCREENSHOTS` names, else one that is gone afterwards. */
export function screenshotFolder(): { path: string; close: () => void } {
  const wanted = process.env.TRAILBRIDGE_SCREENSHOTS;
  if (wanted !== undefined) return { path: wanted, close: () => {} };
  const path = mkdtempSync(join(tmpdir(), "trailbridge-desk-"));
  return { path, close: () => rmSync(path, { recursive: true, force: true }) };
}

function onPath(): string | undefined {
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    try {
      return execFileSync("which", [name], { encoding: "utf8", stdio: "pipe" }).trim();
    } catch {
      // Not this name: try the next; the caller says it when none is there.
    }
  }
  return undefined;
}
