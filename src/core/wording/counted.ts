/** A number as people read it: `1,234,567`. */
export function digits(value: number): string {
  return value.toLocaleString("en-US");
}

/** A number of things in words: `1 alert`, `1,204 alerts`. */
export function numbered(count: number, one: string, many = `${one}s`): string {
  return `${digits(count)} ${count === 1 ? one : many}`;
}
