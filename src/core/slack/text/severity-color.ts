import type { Severity } from "../../rule/rule.ts";

/** The colour of a message's bar. Its word stands in the title: a colour says nothing alone. */
export const SEVERITY_COLOR: Readonly<Record<Severity, string>> = {
  critical: "#c81e3a",
  high: "#e8700c",
  medium: "#e0b400",
  low: "#2f7bd9",
  info: "#8a94a6",
};
