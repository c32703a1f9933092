import { setFlagsFromString } from "node:v8";

/**
 * How much a function does before it is optimised, in the engine's own units; some eight times its
 * usual.
 */
const PATIENCE = "--interrupt-budget=1000000";

/**
 * For a command that is over in a few seconds and comes by much code a few times: as usual, half of
 * its CPU went into optimising code that then hardly ran.
 */
export function compileLittle(): void {
  setFlagsFromString("--always-sparkplug");
  setFlagsFromString(PATIENCE);
}
