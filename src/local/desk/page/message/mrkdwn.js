/**
 * Slack's mrkdwn as a tree. Pure: text in, plain objects out, in time linear in the text.
 *
 * Block nodes: `{type: "paragraph" | "quote", children}`, `{type: "item", marker, children}`,
 * `{type: "code", text}`. Inline nodes: `{type: "text" | "codespan", text}`,
 * `{type: "bold" | "italic" | "strike", children}`, `{type: "link", url, label}`,
 * `{type: "user" | "channel" | "usergroup", id, label}`, `{type: "broadcast", name}`,
 * `{type: "emoji", name, text}`, `{type: "break"}`.
 *
 * @see {@link https://docs.slack.dev/messaging/formatting-message-text}
 * @module
 */

import { emojiOf } from "./emoji.js";

/** Reads formatted text. @returns {object[]} Block nodes. */
export function parseMrkdwn(text) {
  const blocks = [];
  let from = 0;
  for (const fence of String(text).matchAll(/```([\s\S]+?)```/g)) {
    readLines(text.slice(from, fence.index), blocks);
    const code = decode(fence[1].replace(/<([^<>]*)>/g, (_, body) => entityText(body)));
    blocks.push({ type: "code", text: code.replace(/^\n/, "").replace(/\n$/, "") });
    from = fence.index + fence[0].length;
    // The line break a fence ends with is the fence's own.
    if (text[from] === "\n") from++;
  }
  readLines(String(text).slice(from), blocks);
  return blocks;
}

/** Reads unformatted text, in which at most emoji names mean something. @returns {object[]} Inline nodes. */
export function parsePlain(text, { emoji = true } = {}) {
  const nodes = [];
  const plain = decode(String(text));
  let from = 0;
  for (const match of emoji ? plain.matchAll(EMOJI_NAME) : []) {
    const found = emojiOf(match[1]);
    if (found === undefined) continue;
    pushText(nodes, plain.slice(from, match.index));
    nodes.push({ type: "emoji", name: match[1], text: found });
    from = match.index + match[0].length;
  }
  pushText(nodes, plain.slice(from));
  return nodes;
}

const EMOJI_NAME = /:([a-z0-9_+-]{1,60}):/g;
const QUOTE = /^(?:&gt;|>) ?/;
const QUOTE_REST = /^(?:&gt;|>){3} ?/;
const ITEM = /^(\s{0,8})([•◦▪‣]|-|\d{1,3}\.)\s+/;

/** Reads text between code fences line by line into blocks. */
function readLines(text, blocks) {
  if (text === "") return;
  const lines = text.replace(/\n$/, "").split("\n");
  let quoteRest = false;
  for (const line of lines) {
    const last = blocks.at(-1);
    quoteRest ||= QUOTE_REST.test(line);
    if (quoteRest || QUOTE.test(line)) {
      const content = inline(line.replace(QUOTE_REST, "").replace(QUOTE, ""));
      addLine(last?.type === "quote" ? last : undefined, "quote", content, blocks);
    } else if (ITEM.test(line)) {
      const [lead, indent, marker] = ITEM.exec(line);
      const depth = Math.floor(indent.length / 2);
      blocks.push({ type: "item", marker, depth, children: inline(line.slice(lead.length)) });
    } else {
      addLine(last?.type === "paragraph" ? last : undefined, "paragraph", inline(line), blocks);
    }
  }
}

function addLine(open, type, content, blocks) {
  if (open === undefined) blocks.push({ type, children: content });
  else open.children.push({ type: "break" }, ...content);
}

const SPANS = { "*": "bold", _: "italic", "~": "strike" };
const WORD = /[\p{L}\p{N}]/u;
const URL_START = /https?:\/\/[^\s<>|]+/y;

/** Reads one line. `open` holds the markers it stands in: none nests in itself. */
function inline(line, open = "") {
  const nodes = [];
  /** Characters known not to come any more on this line as an end. */
  const endless = new Set();
  let text = "";
  const flush = () => {
    pushText(nodes, decode(text));
    text = "";
  };
  for (let at = 0; at < line.length; ) {
    const found = nodeAt(line, at, open, endless);
    if (found === undefined) {
      text += line[at];
      at++;
    } else {
      flush();
      nodes.push(found.node);
      at = found.end;
    }
  }
  flush();
  return nodes;
}

/** The node that begins at a place, and where it ends. */
function nodeAt(line, at, open, endless) {
  const character = line[at];
  if (character === "<") {
    const end = closing(line, ">", at + 1, endless);
    const body = end === -1 ? "" : line.slice(at + 1, end);
    return body === "" || body.includes("<") ? undefined : { node: entity(body), end: end + 1 };
  }
  if (character === "`") {
    const end = closing(line, "`", at + 1, endless);
    if (end <= at + 1) return undefined;
    const code = line.slice(at + 1, end).replace(/<([^<>]*)>/g, (_, body) => entityText(body));
    return { node: { type: "codespan", text: decode(code) }, end: end + 1 };
  }
  if (character === ":") {
    EMOJI_AT.lastIndex = at;
    const name = EMOJI_AT.exec(line)?.[1];
    const emoji = name && emojiOf(name);
    return emoji && { node: { type: "emoji", name, text: emoji }, end: at + name.length + 2 };
  }
  if (character === "h" && !WORD.test(line[at - 1] ?? " ")) {
    URL_START.lastIndex = at;
    const url = URL_START.exec(line)?.[0].match(/^.*[^.,:;!?)\]'"*_~`]/)?.[0];
    return (
      url && { node: { type: "link", url: decode(url), label: decode(url) }, end: at + url.length }
    );
  }
  const type = SPANS[character];
  if (type === undefined || open.includes(character) || endless.has(character)) return undefined;
  const before = line[at - 1] ?? " ";
  const next = line[at + 1] ?? " ";
  if (WORD.test(before) || /\s/.test(next) || next === character) return undefined;
  const end = spanEnd(line, at + 1, character, endless);
  if (end === -1) {
    endless.add(character);
    return undefined;
  }
  return {
    node: { type, children: inline(line.slice(at + 1, end), open + character) },
    end: end + 1,
  };
}

const EMOJI_AT = /:([a-z0-9_+-]{1,60}):/y;

/** Where a span's end marker is: behind something, before no word; code and links are stepped over. */
function spanEnd(line, from, marker, endless) {
  for (let at = from; at < line.length; at++) {
    const skip = { "`": "`", "<": ">" }[line[at]];
    const over = skip === undefined ? -1 : closing(line, skip, at + 1, endless);
    if (over !== -1) {
      at = over;
    } else if (line[at] === marker && at > from && !/\s/.test(line[at - 1])) {
      if (!WORD.test(line[at + 1] ?? " ")) return at;
    }
  }
  return -1;
}

/** Next place of a character; asked only until there is none, or a line of openings would cost its square. */
function closing(line, character, from, endless) {
  const end = endless.has(character) ? -1 : line.indexOf(character, from);
  if (end === -1) endless.add(character);
  return end;
}

/** `<…>`: a link, a mention, a date. */
function entity(body) {
  const [target, ...rest] = body.split("|");
  const label = rest.length > 0 ? decode(rest.join("|")) : undefined;
  const id = target.slice(1).split("^");
  if (target.startsWith("@")) return { type: "user", id: target.slice(1), label };
  if (target.startsWith("#")) return { type: "channel", id: target.slice(1), label };
  if (target.startsWith("!subteam^")) return { type: "usergroup", id: id[1] ?? "", label };
  if (target.startsWith("!date^")) return { type: "text", text: label ?? "" };
  if (target.startsWith("!")) return { type: "broadcast", name: id[0] };
  // Not an address: markup someone typed, shown as such.
  if (!/^[a-z][a-z0-9+.-]*:/i.test(target)) return { type: "text", text: decode(`<${body}>`) };
  const url = decode(target);
  return { type: "link", url, label: label ?? url.replace(/^mailto:/, "") };
}

/** What an entity says where formatting means nothing. */
function entityText(body) {
  const [target, ...rest] = body.split("|");
  if (!/^[a-z][a-z0-9+.-]*:/i.test(target)) return `<${body}>`;
  return rest.length > 0 ? rest.join("|") : target;
}

/** Undoes Slack's three escapes. */
function decode(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function pushText(nodes, text) {
  if (text !== "") nodes.push({ type: "text", text });
}
