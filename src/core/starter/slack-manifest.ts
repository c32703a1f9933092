/**
 * The manifest that a Slack app is made from. Only `chat:write` is needed; the other scopes are
 * named, as comments, with what they are for.
 *
 * @see https://docs.slack.dev/reference/app-manifest
 */
export const SLACK_MANIFEST = `# Make the app from this: https://api.slack.com/apps?new_app=1, "From a manifest".
display_information:
  name: trailbridge
  description: Alerts on what CloudTrail records
  background_color: "#1d2a3a"
features:
  bot_user:
    display_name: trailbridge
    always_online: true
oauth_config:
  scopes:
    bot:
      - chat:write # post, edit and reply in channels that it is invited to
      # - chat:write.public # post in public channels without being invited
      # - channels:history # look for a message whose answer was lost, instead of posting it again
      # - groups:history # the same in private channels
settings:
  org_deploy_enabled: false
  socket_mode_enabled: false
  token_rotation_enabled: false
`;
