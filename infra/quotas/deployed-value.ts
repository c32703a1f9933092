import { NAME_LENGTHS } from "./name-lengths.ts";

/** A CloudFormation template, as far as its sizes are counted. */
export interface CountedTemplate {
  readonly Resources: Readonly<Record<string, CountedResource>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>;
  readonly Mappings?: Readonly<Record<string, unknown>>;
  readonly Description?: unknown;
}

/** A resource of it. */
export interface CountedResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** Where a template is deployed: what is not known is as long as it can be. */
export interface DeployPlace {
  readonly stackName: string;
  readonly region?: string;
}

/**
 * A value of a template with everything filled in that a deploy fills in: made-up texts, as long as
 * the deploy's can be. What is counted by a service is what it gets, which is longer than the
 * template's text by names, Regions and accounts, and shorter by the intrinsics.
 */
export function deployedValue(
  value: unknown,
  template: CountedTemplate,
  place: DeployPlace,
): unknown {
  const fill = (it: unknown) => deployedValue(it, template, place);
  const text = (it: unknown) => String(fill(it));
  if (Array.isArray(value)) return value.map(fill);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [[key, of] = ["", undefined]] = entries;
  if (entries.length !== 1 || !/^(Ref|Fn::\w+|Condition)$/.test(key) || key === "Condition") {
    return Object.fromEntries(entries.map(([name, inner]) => [name, fill(inner)]));
  }
  const parts = Array.isArray(of) ? of : [];
  switch (key) {
    case "Ref":
      return referenced(String(of), undefined, template, place);
    case "Fn::GetAtt": {
      const [id = "", attribute] = Array.isArray(of) ? of.map(String) : String(of).split(".", 2);
      return referenced(id, attribute, template, place);
    }
    case "Fn::Join":
      return (parts[1] as unknown[]).map(text).join(String(parts[0]));
    case "Fn::Sub":
      return substituted(of, template, place);
    case "Fn::If":
      // Whichever is larger: a condition is decided by the deploy.
      return parts
        .slice(1)
        .map(fill)
        .sort((a, b) => JSON.stringify(b).length - JSON.stringify(a).length)[0];
    default:
      // A part of a list, of a mapping or of another stack: as long as what it is a part of, or an ARN.
      return "x".repeat(LONGEST_OTHER);
  }
}

/** Characters of what another stack exports, or a mapping holds: an ARN, mostly. */
const LONGEST_OTHER = 100;

function substituted(of: unknown, template: CountedTemplate, place: DeployPlace): string {
  const [text, more] = (Array.isArray(of) ? of : [of]) as [string, Record<string, unknown>?];
  return text.replace(/\$\{([^!${}][^${}]*)\}/g, (_, name: string) => {
    if (more && name in more) return String(deployedValue(more[name], template, place));
    const [id = "", attribute] = name.split(".", 2);
    return referenced(id, attribute, template, place);
  });
}

function referenced(
  id: string,
  attribute: string | undefined,
  template: CountedTemplate,
  place: DeployPlace,
): string {
  const pseudo = pseudoParameter(id, place);
  if (pseudo !== undefined) return pseudo;
  const resource = template.Resources[id];
  if (resource === undefined) {
    const given = template.Parameters?.[id]?.Default;
    return typeof given === "string" ? given : "x".repeat(LONGEST_OTHER);
  }
  const name = nameOf(id, resource, template, place);
  const isArn =
    attribute === "Arn" || attribute?.endsWith("Arn") || NAMED_BY_ARN.has(resource.Type);
  if (isArn) return arnOf(resource.Type, name, place);
  if (resource.Type === "AWS::SQS::Queue" && attribute === undefined) {
    return `https://sqs.${regionOf(place)}.amazonaws.com/${ACCOUNT}/${name}`;
  }
  return name;
}

/** Types that `Ref` gives the ARN of. */
const NAMED_BY_ARN: ReadonlySet<string> = new Set([
  "AWS::SNS::Topic",
  "AWS::SNS::Subscription",
  "AWS::IAM::ManagedPolicy",
  "AWS::SecretsManager::Secret",
]);

const ACCOUNT = "1".repeat(12);

/** As long as the longest there is: `us-isob-east-1`, `ap-southeast-1`. */
const LONGEST_REGION = "x".repeat(14);
/** As long as the longest there is: `aws-us-gov`. */
const LONGEST_PARTITION = "aws-us-gov";

function regionOf({ region }: DeployPlace): string {
  return region ?? LONGEST_REGION;
}

function partitionIn({ region }: DeployPlace): string {
  if (region === undefined || region.startsWith("us-gov-")) return LONGEST_PARTITION;
  if (region.startsWith("cn-")) return "aws-cn";
  return /^(us-iso|eu-iso|eusc)/.test(region) ? "aws-iso-b" : "aws";
}

function pseudoParameter(name: string, place: DeployPlace): string | undefined {
  switch (name) {
    case "AWS::Region":
      return regionOf(place);
    case "AWS::AccountId":
      return ACCOUNT;
    case "AWS::Partition":
      return partitionIn(place);
    case "AWS::URLSuffix":
      return "amazonaws.com.cn";
    case "AWS::StackName":
      return place.stackName;
    case "AWS::StackId":
      return arnOf("AWS::CloudFormation::Stack", `${place.stackName}/${UUID}`, place);
    case "AWS::NoValue":
      return "";
    default:
      return undefined;
  }
}

const UUID = "1a2b3c4d-1111-2222-3333-444455556666";

function arnOf(type: string, name: string, place: DeployPlace): string {
  const [, service = "", kind = ""] = type.toLowerCase().split("::");
  // What follows the name: a secret's six characters, a connection's id.
  const id =
    type.startsWith("AWS::Events::") && /destination|connection/.test(kind) ? `/${UUID}` : "";
  return `arn:${partitionIn(place)}:${service}:${regionOf(place)}:${ACCOUNT}:${kind}/${name}${id}`;
}

/** A resource's name: its own, or as CloudFormation makes one of stack and logical id. */
function nameOf(
  id: string,
  { Type, Properties = {} }: CountedResource,
  template: CountedTemplate,
  place: DeployPlace,
): string {
  if (Type === "AWS::KMS::Key") return UUID;
  const own = NAME_PROPERTIES.map((name) => Properties[name]).find((it) => it !== undefined);
  if (own !== undefined) return String(deployedValue(own, template, place));
  const made = `${place.stackName}-${id}-${"x".repeat(12)}`;
  return made.slice(0, NAME_LENGTHS[Type]?.[1] ?? made.length);
}

/** Properties by which a resource is named, where its type has them. */
const NAME_PROPERTIES = [
  "Name",
  "FunctionName",
  "QueueName",
  "TopicName",
  "RoleName",
  "TableName",
  "LogGroupName",
  "AlarmName",
  "ArchiveName",
  "BucketName",
  "DeliveryStreamName",
];
