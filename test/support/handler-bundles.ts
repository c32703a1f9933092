import { bundleStaleHandlers } from "../../infra/build/bundle-handlers.ts";

/**
 * Sees to it that the bundled handlers are there and not older than any source. Import it for its
 * effect, before anything that makes a function.
 *
 * @module
 */
await bundleStaleHandlers();
