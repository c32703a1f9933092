import { isObject } from "../../../core/record/event-text.ts";
import { BLOCK } from "./block.ts";
import { characters, list, type Shape } from "./shape.ts";

/** Blocks one message takes. */
const MAX_BLOCKS = 50;

/** Characters over all blocks of a message, each block counting {@linkcode BLOCK_CHARACTERS} by itself. */
const MAX_BLOCK_CHARACTERS = 13_422;

/**
 * Characters a block costs besides its text. Slack documents neither figure; with these two, both
 * measurements there are come out exactly: 13,297 characters in one block, 13,172 beside a divider.
 *
 * @see {@link https://github.com/slackapi/bolt-js/issues/2509}
 */
export const BLOCK_CHARACTERS = 125;

/** Why blocks are refused: Slack's error code and its explanations, if it gives any. */
export interface BlockRefusal {
  readonly error: "invalid_blocks_format" | "invalid_blocks" | "msg_blocks_too_long";
  /** E.g. `must be less than 3001 characters [json-pointer:/blocks/0/text/text]`. */
  readonly complaints: readonly string[];
}

/**
 * Judges the blocks of a message by Slack's limits.
 *
 * @param pointer Where the blocks are in the call, as a JSON pointer.
 * @returns What is wrong with them, or `undefined` if Slack would take them.
 * @see {@link https://docs.slack.dev/reference/block-kit/blocks}
 */
export function checkBlocks(blocks: unknown, pointer = "/blocks"): BlockRefusal | undefined {
  if (!Array.isArray(blocks)) return { error: "invalid_blocks_format", complaints: [] };
  if (blocks.length === 0) return undefined;
  const complaints: string[] = [];
  const complain = (reason: string, at: string): void => {
    complaints.push(`${reason} [json-pointer:${at}]`);
  };
  list(BLOCK, MAX_BLOCKS)(blocks, pointer, complain);
  checkUnique(blocks, pointer, complain);
  if (complaints.length > 0) return { error: "invalid_blocks", complaints };
  if (blockCharacters(blocks) > MAX_BLOCK_CHARACTERS) {
    return { error: "msg_blocks_too_long", complaints: [] };
  }
  return undefined;
}

/** What blocks count against {@linkcode MAX_BLOCK_CHARACTERS}. */
function blockCharacters(blocks: readonly unknown[]): number {
  let total = blocks.length * BLOCK_CHARACTERS;
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isObject(value)) {
      for (const [key, child] of Object.entries(value)) {
        if (typeof child !== "string") visit(child);
        else if (key === "text" || key === "alt_text") total += characters(child);
      }
    }
  };
  visit(blocks);
  return total;
}

/** Ids that must not occur twice in a message. */
function checkUnique(blocks: readonly unknown[], pointer: string, complain: Complain): void {
  const seen = new Set<string>();
  const claim = (name: string, owner: unknown, at: string): void => {
    const id = isObject(owner) ? owner[name] : undefined;
    if (typeof id !== "string") return;
    const key = `${name} ${id}`;
    if (seen.has(key)) complain(`\`${name}\` "${id}" already exists`, `${at}/${name}`);
    seen.add(key);
  };
  for (const [index, block] of blocks.entries()) {
    claim("block_id", block, `${pointer}/${index}`);
    if (!isObject(block)) continue;
    claim("action_id", block.accessory, `${pointer}/${index}/accessory`);
    const elements = block.type === "actions" && Array.isArray(block.elements);
    for (const [n, element] of elements ? (block.elements as unknown[]).entries() : []) {
      claim("action_id", element, `${pointer}/${index}/elements/${n}`);
    }
  }
}

type Complain = Parameters<Shape>[2];
