import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { bundleStaleHandlers } from "../../../infra/build/bundle-handlers.ts";
import type { Rounds } from "../harness/rounds.ts";
import type { Spread } from "../harness/spread.ts";
import type { LoadFile } from "./files.ts";
import { SPLITTER_BUNDLE, startServices } from "./services.ts";
import { splitterConfig } from "./splitter-config.ts";
import type { SplitterRounds } from "./splitter-rounds.ts";

/** How the splitter is compared with the bare SDK. */
export interface SplitterLoad {
  readonly files: readonly LoadFile[];
  readonly publish: "all" | "matched";
  /** Whether the bare loop gets each file before it puts its entries. */
  readonly gets: boolean;
}

/** What the deployed splitter costs over HTTP by what a bare SDK loop does that puts the same records. */
export async function compareSplitter(
  { files, publish, gets }: SplitterLoad,
  how: Rounds,
): Promise<Spread> {
  await bundleStaleHandlers();
  const services = await startServices(files, splitterConfig(publish));
  try {
    const asked: SplitterRounds = {
      how,
      bundle: SPLITTER_BUNDLE,
      folder: services.folder,
      gets,
    };
    const child = fork(
      fileURLToPath(new URL("splitter-rounds.ts", import.meta.url)),
      [JSON.stringify(asked)],
      {
        execArgv: ["--import", "tsx"],
        env: { PATH: process.env.PATH, ...services.env },
        stdio: ["ignore", "ignore", "inherit", "ipc"],
      },
    );
    const ended = once(child, "exit").then(([code]) => {
      throw new Error(
        `Cannot compare the splitter as its process must answer: it ended by ${code}`,
      );
    });
    const [spread] = (await Promise.race([once(child, "message"), ended])) as [Spread];
    return spread;
  } finally {
    services.close();
  }
}
