import { fileURLToPath } from "node:url";

/** Settings file of a run that is given none. */
export const LOCAL_SETTINGS: string = fileURLToPath(new URL("./settings.yaml", import.meta.url));
