/**
 * The only way elements come to be on this page. Text is always set as text: nothing a message
 * says is ever read as markup.
 */

/**
 * Makes an element.
 *
 * @param {string} tag
 * @param {object} [props] `class`, `text`, `on` (event → listener), `data` (name → value); anything
 *   else is an attribute: `true` sets it empty, `false` and `undefined` leave it out.
 * @param {...(Node | string)} children Strings become text.
 * @returns {HTMLElement}
 */
export function el(
  tag,
  { class: name, text, on = {}, data = {}, ...attributes } = {},
  ...children
) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text !== undefined) element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, "");
    else if (value !== undefined && value !== false) element.setAttribute(key, String(value));
  }
  for (const [key, value] of Object.entries(data)) element.dataset[key] = value;
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener);
  element.append(...children);
  return element;
}

/** The element of the page with this id. */
export function byId(id) {
  return document.getElementById(id);
}

/**
 * A link, if the address is one a reader may follow: web or mail, never `javascript:` and the like.
 *
 * @param {string} url
 * @param {...(Node | string)} label
 * @returns {HTMLElement} A link in its own tab, or just the label.
 */
export function linkTo(url, ...label) {
  const scheme = URL.canParse(url) ? new URL(url).protocol : "";
  if (!["http:", "https:", "mailto:"].includes(scheme)) return el("span", {}, ...label);
  return el(
    "a",
    { class: "link", href: url, target: "_blank", rel: "noopener noreferrer" },
    ...label,
  );
}
