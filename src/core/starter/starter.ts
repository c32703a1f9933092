/** What a user of the program says of their trail and of where alerts are to go. */
export interface Answers {
  /** Account and Region that trailbridge is to run in. */
  readonly account: string;
  readonly region: string;
  /** Settings of `logs`, the bucket among them. */
  readonly logs: Readonly<Record<string, string>> & { readonly bucket: string };
  /** Id of a Slack channel. */
  readonly channel?: string;
  /** Address that mail is sent to. */
  readonly email?: string;
  /** What is still to be done, or looked at, a sentence each. */
  readonly remarks: readonly string[];
}

/** A file to begin with. */
export interface StarterFile {
  /** Relative to the folder all lie in, with `/`. */
  readonly name: string;
  readonly text: string;
  /** What it is, in a line. */
  readonly says: string;
}

/** Id of the secret that holds the Slack app's token. */
export const TOKEN_SECRET = "trailbridge/slack-bot-token";

/** Folder of the user's own rules, as the settings name it. */
export const RULES_FOLDER_NAME = "rules";
