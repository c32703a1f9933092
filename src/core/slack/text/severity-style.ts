import type { Severity } from "../../rule/rule.ts";

/** How a severity looks: the sign in a title, the colour of the bar. */
export const SEVERITY_STYLE: Readonly<Record<Severity, { sign: string; color: string }>> = {
  critical: { sign: "🟥", color: "#c81e3a" },
  high: { sign: "🟧", color: "#e8700c" },
  medium: { sign: "🟨", color: "#e0b400" },
  low: { sign: "🟦", color: "#2f7bd9" },
  info: { sign: "⬜", color: "#8a94a6" },
};
