import { logGroup, pipelineRole, policy, queryLog, role, trail, user } from "./deployed/access.ts";
import { containers, instance, kubernetes, lambda } from "./deployed/compute.ts";
import { glue, loadBalancer, network, securityGroup } from "./deployed/network.ts";
import {
  backup,
  bucket,
  database,
  fileSystem,
  key,
  parameter,
  secret,
  snapshots,
  table,
} from "./deployed/storage.ts";
import {
  ACCOUNT,
  type Call,
  call,
  type DeployedResource,
  type Deployer,
  trailOf,
} from "./deployed/trail.ts";
import type { BenignSource } from "./quietness.ts";

/** The role by which Terraform deploys a service, and the one by which CloudFormation does. */
const TERRAFORM_ROLE = "terraform-deploy";
const CLOUDFORMATION_ROLE = "cdk-hnb659fds-cfn-exec-role";

/** Who tries code out. */
const TRIER = `arn:aws:iam::${ACCOUNT}:user/mara`;

/** Who deploys: on no list, as in a new installation, or on `deploymentRoles`. */
export const DEPLOYERS: readonly string[] = [
  `arn:aws:iam::${ACCOUNT}:role/${TERRAFORM_ROLE}`,
  `arn:aws:iam::${ACCOUNT}:role/cdk-*`,
  TRIER,
];

const sessionOf = (userName: string) => ({
  type: "AssumedRole",
  principalId: "AROAEXAMPLE:deploy",
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${userName}/deploy`,
  accountId: ACCOUNT,
  accessKeyId: "ASIAEXAMPLE",
  sessionContext: {
    sessionIssuer: {
      type: "Role",
      principalId: "AROAEXAMPLE",
      arn: `arn:aws:iam::${ACCOUNT}:role/${userName}`,
      accountId: ACCOUNT,
      userName,
    },
    attributes: { creationDate: "2026-11-24T08:00:00Z", mfaAuthenticated: "false" },
  },
});

const TERRAFORM: Deployer = {
  userIdentity: sessionOf(TERRAFORM_ROLE),
  userAgent:
    "APN/1.0 HashiCorp/1.0 Terraform/1.9.5 (+https://www.terraform.io) terraform-provider-aws/5.70.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.31.0 os/linux lang/go#1.23.1 md/GOOS#linux md/GOARCH#amd64",
  sourceIPAddress: "192.0.2.40",
};

const CLOUDFORMATION: Deployer = {
  userIdentity: {
    ...sessionOf(CLOUDFORMATION_ROLE),
    invokedBy: "cloudformation.amazonaws.com",
  },
  userAgent: "cloudformation.amazonaws.com",
  sourceIPAddress: "cloudformation.amazonaws.com",
};

const CDK: Deployer = {
  ...TERRAFORM,
  userIdentity: sessionOf("cdk-hnb659fds-deploy-role"),
  userAgent: "aws-sdk-js/3.850.0 os/linux md/nodejs#22.17.0 app/aws-cdk-cli_2.1022.0",
};

/** A person who tries code out: a user of IAM, by hand. */
const PERSON: Deployer = {
  ...TERRAFORM,
  userIdentity: {
    type: "IAMUser",
    principalId: "AIDAEXAMPLE",
    arn: TRIER,
    accountId: ACCOUNT,
    accessKeyId: "AKIAEXAMPLE",
    userName: "mara",
  },
};

const many = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));

/** A service in production: some ninety resources. */
const SERVICE: readonly DeployedResource[] = [
  network("shop"),
  securityGroup("web", [443, 80]),
  securityGroup("database", []),
  ...many(12, (n) => instance(`i-0000000${n}`)),
  loadBalancer("web"),
  database("orders"),
  table("carts"),
  fileSystem("fs-1"),
  backup("nightly"),
  ...["data", "assets", "logs", "artifacts"].map((name) => bucket(`shop-${name}`)),
  ...many(20, (n) => secret(`shop/secret-${n}`)),
  ...many(42, (n) => parameter(`/shop/parameter-${n}`)),
  ...["data", "secrets", "logs"].map((name) => key(`shop-${name}`)),
  ...["web", "worker", "lambda"].map((name) =>
    role(name, "ec2", "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"),
  ),
  pipelineRole("github-actions"),
  policy("send"),
  user("mailer"),
  ...many(4, (n) => lambda(`shop-${n}`)),
  containers("shop"),
  kubernetes("shop"),
  ...many(6, (n) => logGroup(`/shop/${n}`)),
  queryLog("shop"),
  trail("shop"),
  glue("shop.example.com"),
];

const BEFORE: readonly Call[] = [
  call("sts:GetCallerIdentity"),
  call("s3:GetObject", { bucketName: "terraform-state", key: "shop/terraform.tfstate" }),
  call("ec2:DescribeAvailabilityZones"),
];

/** Made in the morning, looked at by a plan each hour, changed at noon, taken away in the evening. */
function terraformDay(): BenignSource {
  const written = trailOf("2026-11-24");
  const write = (calls: readonly Call[]) => written.write(TERRAFORM, calls);
  write(BEFORE);
  for (const it of SERVICE) write([...it.create, ...it.read]);
  for (const hour of ["09", "10", "11", "12", "13", "14", "15", "16", "17", "18"]) {
    written.at(`${hour}:00`);
    write(BEFORE);
    for (const it of SERVICE) write(it.read);
    if (hour === "12")
      for (const it of SERVICE) write([...(it.update ?? []), ...it.read.slice(0, 2)]);
    if (hour === "18") for (const it of SERVICE) write(it.destroy);
  }
  return { name: "Terraform, a service for a day", records: written.records };
}

/** What CloudFormation never reads: the values of secrets and parameters, and what instances begin with. */
const VALUES = /:(GetSecretValue|GetParameter|DescribeInstanceAttribute)$/;

/** How often the command asks how far a stack is: each five seconds of twelve minutes. */
const POLLS = 150;

/** The same by CDK and CloudFormation, which reads far less. */
function cloudFormationDay(): BenignSource {
  const written = trailOf("2026-11-25");
  const stack = (name: string) =>
    written.write(CDK, [
      call(`cloudformation:${name}`, { stackName: "shop" }),
      ...many(POLLS, () => call("cloudformation:DescribeStackEvents", { stackName: "shop" })),
      ...many(POLLS, () => call("cloudformation:DescribeStacks", { stackName: "shop" })),
    ]);
  const write = (calls: readonly Call[]) =>
    written.write(
      CLOUDFORMATION,
      calls.filter((it) => !VALUES.test(it.name)),
    );
  written.write(CDK, [call("cloudformation:CreateChangeSet", { stackName: "shop" })]);
  stack("ExecuteChangeSet");
  for (const it of SERVICE) write([...it.create, ...it.read]);
  written.at("12:00");
  stack("ExecuteChangeSet");
  for (const it of SERVICE) write([...(it.update ?? []), ...it.read.slice(0, 3)]);
  written.at("18:00");
  stack("DeleteStack");
  for (const it of SERVICE) write(it.destroy);
  return { name: "CloudFormation, the same", records: written.records };
}

/** Somebody tries modules out, one after another: makes each, looks once, takes it away. */
function trials(): BenignSource {
  const written = trailOf("2026-11-26");
  const modules: readonly (readonly DeployedResource[])[] = [
    ...many(8, (n) => [
      network(`try-${n}`),
      securityGroup(`try-${n}`, [443]),
      instance(`i-00000a${n}`),
    ]),
    many(20, (n) => secret(`try/secret-${n}`)),
    many(42, (n) => parameter(`/try/parameter-${n}`)),
    [bucket("try-logs"), trail("try")],
    [network("try-dns"), queryLog("try")],
    [snapshots(2)],
    [network("try-db"), database("try")],
    [user("try"), user("try-admin", true)],
    ...many(4, (n) => [
      role(`try-${n}`, "lambda", "arn:aws:iam::aws:policy/ReadOnlyAccess"),
      lambda(`try-${n}`),
    ]),
    [key("try"), logGroup("/try"), bucket("try-data")],
  ];
  for (const it of modules) {
    written.write(PERSON, [...BEFORE, ...it.flatMap(({ create, read }) => [...create, ...read])]);
    written.write(PERSON, [...BEFORE, ...it.flatMap(({ read, destroy }) => [...read, ...destroy])]);
  }
  return { name: "Terraform, modules tried out", records: written.records };
}

/** Trails of infrastructure as code, made up for the project: what code that deploys calls, as the tools document and show it. */
export function deployments(): readonly BenignSource[] {
  return [terraformDay(), cloudFormationDay(), trials()];
}
