import { bundleHandlers } from "./bundle-handlers.ts";

await bundleHandlers();
