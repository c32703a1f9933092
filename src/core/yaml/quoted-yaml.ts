/**
 * A value as JSON, which is YAML too, but for characters that YAML does not take as they are, and
 * those that nobody sees: they are written by their number.
 */
export function quotedYaml(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|\p{Bidi_Control}/gu,
    (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A key: words that no reader of YAML takes for anything else stand as they are. */
export function yamlKey(word: string): string {
  return /^[A-Za-z][\w-]*$/.test(word) && !isYamlWord(word) ? word : quotedYaml(word);
}

/** Whether a reader of YAML takes a word for a boolean or null. */
export function isYamlWord(word: string): boolean {
  return /^(?:true|false|yes|no|on|off|null|y|n)$/i.test(word);
}
