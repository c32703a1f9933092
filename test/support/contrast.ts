import type { Page } from "playwright-core";

/**
 * Measures every text a page shows against what stands behind it.
 *
 * @returns Texts with a contrast below 4.5 : 1, with the ratio found.
 * @see {@link https://www.w3.org/TR/WCAG22/#contrast-minimum}
 */
export function contrastFaults(page: Page): Promise<string[]> {
  return page.evaluate(PROBE);
}

/** Runs in the page, which has the DOM this project's types do not know: hence as text. */
const PROBE = `(() => {
  const parse = (color) => {
    const [r, g, b, a = 1] = color.match(/[\\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const over = (top, bottom) => {
    const mix = (key) => top[key] * top.a + bottom[key] * (1 - top.a);
    return { r: mix("r"), g: mix("g"), b: mix("b"), a: 1 };
  };
  const ground = (element) => {
    if (element === null) return { r: 255, g: 255, b: 255, a: 1 };
    const own = parse(getComputedStyle(element).backgroundColor);
    return own.a === 1 ? own : over(own, ground(element.parentElement));
  };
  const opacity = (element) =>
    element === null ? 1 : Number(getComputedStyle(element).opacity) * opacity(element.parentElement);
  const luminance = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const faults = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const element = node.parentElement;
    const seen = opacity(element);
    if (!/[\\p{L}\\p{N}]/u.test(node.textContent) || seen === 0 || !element.checkVisibility()) continue;
    if (getComputedStyle(element).visibility === "hidden") continue;
    const behind = ground(element);
    const color = parse(getComputedStyle(element).color);
    const text = over({ ...color, a: color.a * seen }, behind);
    const [dark, light] = [luminance(text), luminance(behind)].sort((a, b) => a - b);
    const ratio = (light + 0.05) / (dark + 0.05);
    if (ratio < 4.5) faults.add(element.className + " " + ratio.toFixed(2) + ": " + node.textContent.slice(0, 30));
  }
  return [...faults];
})()`;
