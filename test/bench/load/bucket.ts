/** Bucket of the log files; the splitter's events name it, and its environment. */
export const LOG_BUCKET = "org-logs";
