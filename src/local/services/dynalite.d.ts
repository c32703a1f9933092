/** The part of dynalite that the local stack uses; it ships no types. */
declare module "dynalite" {
  import type { Server } from "node:http";

  /** Makes a DynamoDB server, in memory unless told otherwise; not yet listening. */
  function dynalite(options?: {
    /** How long a table stays in CREATING, in milliseconds. @default 500 */
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
    /** Folder of its files. @default in memory */
    path?: string;
  }): Server;

  export = dynalite;
}
