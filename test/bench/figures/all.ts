import type { Figure } from "../figure.ts";
import { bundles } from "./bundles.ts";
import { bytesToEntries } from "./bytes-to-entries.ts";
import {
  coldImportNotifier,
  coldImportSplitter,
  coldStartMany,
  coldStartPacks,
} from "./cold-start.ts";
import { costAlerts, costAll, costMatched } from "./cost.ts";
import { judgingMany, judgingMatched, judgingUnmatched } from "./judging.ts";
import { linearTime, peakMemory } from "./memory.ts";
import { deepRecord, manyLeaves } from "./pathological.ts";
import { recording } from "./recording.ts";
import { splitterAtRealSizes, splitterMatched, splitterOverHttp } from "./splitter-over-http.ts";

/** Every figure, in the order in which they are told. */
export const FIGURES: readonly Figure[] = [
  bytesToEntries,
  splitterOverHttp,
  splitterAtRealSizes,
  splitterMatched,
  judgingUnmatched,
  judgingMatched,
  judgingMany,
  manyLeaves,
  deepRecord,
  ...bundles,
  coldStartPacks,
  coldStartMany,
  coldImportNotifier,
  coldImportSplitter,
  peakMemory,
  linearTime,
  recording,
  costAll,
  costMatched,
  costAlerts,
];
