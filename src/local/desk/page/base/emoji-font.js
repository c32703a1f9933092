/** Whether emoji show as themselves here, which takes a font that has them in colour. */
export function hasEmojiFont() {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (context === null) return true;
  context.textBaseline = "top";
  context.font = "32px sans-serif";
  context.fillText("🟥", 0, 0);
  const { data } = context.getImageData(0, 0, 40, 40);
  // The box for a missing glyph has the text's own black, which is no colour.
  for (let at = 0; at < data.length; at += 4) if (data[at] !== data[at + 1]) return true;
  return false;
}
