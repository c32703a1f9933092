import { ACCOUNT, type Call, call, calls, type DeployedResource, REGION } from "./trail.ts";

export function instance(instanceId: string): DeployedResource {
  const it = { instancesSet: { items: [{ instanceId }] } };
  const attribute = (name: string) =>
    call("ec2:DescribeInstanceAttribute", { instanceId, attribute: name });
  const looked: Call[] = [
    call("ec2:DescribeInstances", it),
    call("ec2:DescribeInstanceTypes", {
      instanceTypeSet: { items: [{ instanceType: "t3.micro" }] },
    }),
    call("ec2:DescribeTags", it),
    ...[
      "instanceInitiatedShutdownBehavior",
      "disableApiStop",
      "disableApiTermination",
      "userData",
    ].map(attribute),
    ...calls("ec2:DescribeVolumes ec2:DescribeInstanceCreditSpecifications", it),
  ];
  return {
    create: [
      call("iam:CreateInstanceProfile", { instanceProfileName: instanceId }),
      call("iam:AddRoleToInstanceProfile", { instanceProfileName: instanceId, roleName: "web" }),
      call("ec2:RunInstances", { instanceType: "t3.micro", userData: "<sensitiveDataRemoved>" }),
      ...Array.from({ length: 4 }, () => call("ec2:DescribeInstances", it)),
    ],
    read: looked,
    destroy: [
      call("ec2:TerminateInstances", it),
      ...Array.from({ length: 6 }, () => call("ec2:DescribeInstances", it)),
      call("iam:RemoveRoleFromInstanceProfile", {
        instanceProfileName: instanceId,
        roleName: "web",
      }),
      call("iam:DeleteInstanceProfile", { instanceProfileName: instanceId }),
    ],
  };
}

export function lambda(functionName: string): DeployedResource {
  const it = { functionName };
  return {
    create: [
      call("lambda:CreateFunction20150331", { ...it, runtime: "nodejs22.x" }),
      ...Array.from({ length: 3 }, () => call("lambda:GetFunction20150331v2", it)),
      call("lambda:AddPermission20150331v2", { ...it, principal: "events.amazonaws.com" }),
    ],
    read: calls(
      "lambda:GetFunction20150331v2 lambda:ListVersionsByFunction20150331 lambda:GetFunctionCodeSigningConfig lambda:GetPolicy20150331v2",
      it,
    ),
    update: [
      call("lambda:UpdateFunctionCode20150331v2", { ...it, dryRun: false }),
      call("lambda:GetFunction20150331v2", it),
      call("lambda:UpdateFunctionConfiguration20150331v2", {
        ...it,
        layers: [`arn:aws:lambda:${REGION}:${ACCOUNT}:layer:shared:4`],
      }),
    ],
    destroy: calls("lambda:RemovePermission20150331v2 lambda:DeleteFunction20150331", it),
  };
}

export function containers(name: string): DeployedResource {
  const it = { cluster: name, service: name };
  const task = call("ecs:RegisterTaskDefinition", {
    family: name,
    containerDefinitions: [
      { name: "web", image: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/web:1` },
    ],
  });
  return {
    create: [
      call("ecr:CreateRepository", { repositoryName: name }),
      call("ecr:PutLifecyclePolicy", { repositoryName: name }),
      ...calls("ecs:CreateCluster ecs:DescribeClusters", it),
      task,
      ...calls("ecs:CreateService ecs:DescribeServices ecs:DescribeServices", it),
    ],
    read: [
      ...calls("ecr:DescribeRepositories ecr:GetLifecyclePolicy ecr:ListTagsForResource", {
        repositoryName: name,
      }),
      ...calls(
        "ecs:DescribeClusters ecs:DescribeTaskDefinition ecs:DescribeServices ecs:ListTagsForResource",
        it,
      ),
    ],
    update: [task, call("ecs:UpdateService", it)],
    destroy: [
      ...calls(
        "ecs:UpdateService ecs:DeleteService ecs:DescribeServices ecs:DeregisterTaskDefinition ecs:DeleteCluster",
        it,
      ),
      call("ecr:DeleteRepository", { repositoryName: name, force: true }),
    ],
  };
}

export function kubernetes(name: string): DeployedResource {
  const access = { clusterName: name, principalArn: `arn:aws:iam::${ACCOUNT}:role/admin` };
  return {
    create: [
      call("eks:CreateCluster", {
        name,
        logging: { clusterLogging: [{ types: ["audit"], enabled: true }] },
      }),
      ...Array.from({ length: 20 }, () => call("eks:DescribeCluster", { name })),
      call("eks:CreateAccessEntry", access),
      call("eks:AssociateAccessPolicy", {
        ...access,
        policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
      }),
      ...calls("eks:CreateNodegroup eks:CreateAddon eks:DescribeNodegroup eks:DescribeAddon", {
        name,
      }),
    ],
    read: calls(
      "eks:DescribeCluster eks:DescribeAccessEntry eks:ListAssociatedAccessPolicies eks:DescribeNodegroup eks:DescribeAddon",
      { name },
    ),
    destroy: [
      ...calls("eks:DeleteAddon eks:DeleteNodegroup eks:DescribeNodegroup", { name }),
      ...calls("eks:DisassociateAccessPolicy eks:DeleteAccessEntry", access),
      ...calls("eks:DeleteCluster eks:DescribeCluster", { name }),
    ],
  };
}
