import { execFileSync } from "node:child_process";
import { type Browser, chromium } from "playwright-core";
import { leaveOut, type Skipping } from "./shared.ts";

/** The Chromium that `TRAILBRIDGE_CHROMIUM` names, else one on the path; without one `what` is left out. */
export function chromiumFor(test: Skipping, what: string): string | undefined {
  const path = process.env.TRAILBRIDGE_CHROMIUM ?? onPath();
  if (path === undefined) leaveOut(test, what, "needs Chromium; name one in TRAILBRIDGE_CHROMIUM");
  return path;
}

/** Starts a real Chromium. It gets two minutes: a loaded machine is slow. */
export async function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    timeout: 120_000,
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
