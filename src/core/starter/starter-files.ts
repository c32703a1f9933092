import { DEPLOYMENT_ROLES, logBucketRule } from "./rule-text.ts";
import { starterSettings } from "./settings-text.ts";
import { SLACK_MANIFEST } from "./slack-manifest.ts";
import { type Answers, type StarterFile, TOKEN_SECRET } from "./starter.ts";

/** The settings file that a folder begins with. */
export const STARTER_SETTINGS_NAME = "trailbridge.yaml";

/** The files that a folder begins with. */
export function starterFiles(answers: Answers): readonly StarterFile[] {
  return [
    {
      name: STARTER_SETTINGS_NAME,
      text: starterSettings(answers),
      says: "the settings; what is off stands in comments",
    },
    logBucketRule(answers.logs.bucket),
    DEPLOYMENT_ROLES,
    ...(answers.channel === undefined
      ? []
      : [
          {
            name: "slack-app.yaml",
            text: SLACK_MANIFEST,
            says: "the manifest that the Slack app is made from",
          },
        ]),
  ];
}

/** Something to do next. */
export interface NextStep {
  readonly says: string;
  /** What to type. */
  readonly commands: readonly string[];
}

/**
 * What is to be done with those files, in order.
 *
 * @param settings Path of the settings file.
 * @param path The same from anywhere: what deploys runs in the checkout's folder.
 */
export function nextSteps(
  { region, account, channel }: Answers,
  settings: string,
  path: string,
): NextStep[] {
  const given = /^[\w/.:@-]+$/.test(path)
    ? `settings=${path}`
    : `'settings=${path.replaceAll("'", "'\\''")}'`;
  const slack: NextStep[] = [
    {
      says: 'Make the Slack app: https://api.slack.com/apps?new_app=1, "From a manifest", paste slack-app.yaml, install it, and invite it',
      commands: ["/invite @trailbridge"],
    },
    {
      says: "Store its bot token (xoxb-…), which is asked for and stands in no history",
      commands: [
        `read -rs TOKEN && printf %s "$TOKEN" | aws secretsmanager create-secret --region ${region} --name ${TOKEN_SECRET} --secret-string file:///dev/stdin; unset TOKEN`,
      ],
    },
  ];
  return [
    {
      says: "See whether settings and rules are right",
      commands: [`trailbridge check --settings ${settings}`],
    },
    {
      says: "See what would have alerted, on log files of your own",
      commands: [`trailbridge backtest --settings ${settings} <folder of log files>`],
    },
    {
      says: "See it run on this machine, on a stand-in for Slack",
      commands: [`trailbridge run --settings ${settings} <folder of log files>`],
    },
    ...(channel === undefined ? [] : slack),
    {
      says: "Deploy, from a checkout of trailbridge, with credentials of the account",
      commands: [
        `npx cdk bootstrap aws://${account}/${region}`,
        `npm run synth -- -c ${given}`,
        `npm run deploy -- -c ${given}`,
      ],
    },
  ];
}
