/** A word that several accounts may have: by it routes and contexts of rules know them. */
export const ACCOUNT_TAG = {
  type: "string",
  pattern: "^[a-z0-9]+(-[a-z0-9]+)*$",
  maxLength: 50,
  description: "a tag of accounts: lower-case words joined with -, e.g. production",
} as const;
