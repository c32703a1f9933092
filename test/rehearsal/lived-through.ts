/**
 * What people live through when a resource goes, or another takes its place: by type, and for queues
 * by what they hold.
 *
 * @throws {Error} If nobody has thought of the type yet.
 */
export function livedThrough(id: string, type: string): string {
  if (type === "AWS::SQS::Queue") return queueText(id);
  const text = TEXTS[type];
  if (text === undefined) {
    throw new Error(
      `Cannot say what the loss of "${id}" means as ${type} must have a text in ${import.meta.url}`,
    );
  }
  return text;
}

function queueText(id: string): string {
  return /DeadLetters|Undelivered/.test(id)
    ? "the dead-letter queue goes with its messages: they can be sent again no more"
    : "the queue goes with the messages that wait in it: log files not split, or events not judged, yet";
}

const TEXTS: Readonly<Record<string, string>> = {
  "AWS::CloudWatch::Alarm":
    "its history goes; until it is evaluated anew it has no state, then one that was on tells again",
  "AWS::CloudWatch::CompositeAlarm":
    "its history goes; until it is evaluated anew it has no state, then one that was on tells again",
  "AWS::CloudWatch::Dashboard": "the dashboard has another address: bookmarks of it are dead",
  "AWS::DynamoDB::Table":
    "threads, counts and repeats are forgotten: open threads begin anew, an event that comes again alerts twice",
  "AWS::Events::ApiDestination":
    "the endpoint is made anew; for a moment an event may come there twice",
  "AWS::Events::Archive":
    "what was archived is lost: nothing from before the deploy can be replayed",
  "AWS::Events::Connection": "the secret is copied anew; the old authorisation ends",
  "AWS::Events::EventBus":
    "rules that other accounts or people put on the bus are lost, and who names the bus by its ARN has to name another",
  "AWS::Events::EventBusPolicy":
    "accounts that put events or rules by it are refused until the new one is there",
  "AWS::Events::Rule":
    "none of its events is lost, as the new rule is made before the old one goes; one between may come twice",
  "AWS::IAM::ManagedPolicy": "who has it attached by hand loses what it allows",
  "AWS::IAM::Policy": "nothing is lost, as the new policy is there before the old one goes",
  "AWS::IAM::Role":
    "the role has another ARN: policies of other accounts that name it (LogBucketPolicy, LogKeyPolicy, the log reader) let nobody in until they are changed",
  "AWS::KMS::Key":
    "what is encrypted with the key can be read no more once it is deleted, 30 days later",
  "AWS::KinesisFirehose::DeliveryStream":
    "what the stream holds back is lost, up to its buffering interval",
  "AWS::Lambda::EventInvokeConfig":
    "for a moment a failed invocation is tried as by default, and is no dead letter",
  "AWS::Lambda::EventSourceMapping":
    "nothing is lost: messages wait in the queue until the new mapping polls it",
  "AWS::Lambda::Function":
    "the function has another name and ARN: its metrics begin anew, and who invokes it by the old name is refused",
  "AWS::Lambda::LayerVersion":
    "nothing is lost: functions have the new version before the old one goes",
  "AWS::Lambda::Permission":
    "who invokes by it is refused until the new permission is there, and tries again",
  "AWS::Logs::Delivery": "the bus's log has a gap",
  "AWS::Logs::DeliveryDestination": "the bus's log has a gap",
  "AWS::Logs::DeliverySource": "the bus's log has a gap",
  "AWS::Logs::LogGroup": "its log lines are lost",
  "AWS::Logs::LogStream": "its log lines are lost",
  "AWS::Logs::MetricFilter": "its metric has a gap",
  "AWS::Logs::ResourcePolicy":
    "log groups of consumers take no events until the new policy is there; events are tried again",
  "AWS::Logs::SubscriptionFilter":
    "what is logged before the new filter is there does not reach it",
  "AWS::S3::Bucket":
    "CloudFormation deletes no bucket that holds objects: the deploy ends with a bucket it cannot delete",
  "AWS::S3::BucketPolicy": "until the new policy is there the bucket is without one",
  "AWS::SNS::Subscription":
    "who is subscribed hears nothing until the new subscription is there; an e-mail address confirms anew",
  "AWS::SNS::Topic":
    "everybody subscribed to it is unsubscribed, e-mail addresses confirm anew, and who publishes to its ARN is refused",
  "AWS::SNS::TopicPolicy": "until the new policy is there services are refused by the topic",
  "AWS::SQS::QueuePolicy": "until the new policy is there services are refused by the queue",
  "AWS::SecretsManager::Secret": "the secret's value is lost, and must be put anew",
  "Custom::S3BucketNotifications":
    "the bucket tells of no new file until the new notification is there: those put meanwhile are never split",
};
