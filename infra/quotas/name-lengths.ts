/**
 * Longest names, in characters, of what this product makes: the property, how many, where AWS says
 * so. A name that CloudFormation makes up is cut to as many.
 */
export const NAME_LENGTHS: Readonly<
  Record<string, readonly [property: string, most: number, source: string]>
> = {
  "AWS::CloudWatch::Alarm": ["AlarmName", 255, api("AmazonCloudWatch/latest", "PutMetricAlarm")],
  "AWS::CloudWatch::Dashboard": [
    "DashboardName",
    255,
    api("AmazonCloudWatch/latest", "PutDashboard"),
  ],
  "AWS::DynamoDB::Table": ["TableName", 255, api("amazondynamodb/latest", "CreateTable")],
  "AWS::Events::ApiDestination": ["Name", 64, api("eventbridge/latest", "CreateApiDestination")],
  "AWS::Events::Archive": ["ArchiveName", 48, api("eventbridge/latest", "CreateArchive")],
  "AWS::Events::Connection": ["Name", 64, api("eventbridge/latest", "CreateConnection")],
  "AWS::Events::EventBus": ["Name", 256, api("eventbridge/latest", "CreateEventBus")],
  "AWS::Events::EventBusPolicy": ["StatementId", 64, api("eventbridge/latest", "PutPermission")],
  "AWS::Events::Rule": ["Name", 64, api("eventbridge/latest", "PutRule")],
  "AWS::IAM::Role": ["RoleName", 64, api("IAM/latest", "CreateRole")],
  "AWS::KinesisFirehose::DeliveryStream": [
    "DeliveryStreamName",
    64,
    api("firehose/latest", "CreateDeliveryStream"),
  ],
  "AWS::Lambda::Function": [
    "FunctionName",
    64,
    "https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html",
  ],
  "AWS::Logs::DeliveryDestination": [
    "Name",
    60,
    api("AmazonCloudWatchLogs/latest", "PutDeliveryDestination"),
  ],
  "AWS::Logs::DeliverySource": [
    "Name",
    60,
    api("AmazonCloudWatchLogs/latest", "PutDeliverySource"),
  ],
  "AWS::Logs::LogGroup": [
    "LogGroupName",
    512,
    api("AmazonCloudWatchLogs/latest", "CreateLogGroup"),
  ],
  "AWS::S3::Bucket": [
    "BucketName",
    63,
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
  ],
  "AWS::SNS::Topic": [
    "TopicName",
    256,
    "https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html",
  ],
  "AWS::SQS::Queue": ["QueueName", 80, api("AWSSimpleQueueService/latest", "CreateQueue")],
};

function api(guide: string, operation: string): string {
  return `https://docs.aws.amazon.com/${guide}/APIReference/API_${operation}.html`;
}
