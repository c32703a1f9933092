import { ACCOUNT, call, calls, type DeployedResource, REGION } from "./trail.ts";

/** A network of three zones, with what the module of the registry makes. */
export function network(name: string): DeployedResource {
  const vpcId = `vpc-${name}`;
  const it = { vpcId };
  const subnets = Array.from({ length: 6 }, (_, n) => ({ subnetId: `subnet-${name}-${n}`, ...it }));
  const tables = Array.from({ length: 4 }, (_, n) => ({ routeTableId: `rtb-${name}-${n}` }));
  const networkAclId = `acl-${name}`;
  const open = {
    networkAclId,
    ruleNumber: 100,
    ruleAction: "allow",
    aclProtocol: "-1",
    cidrBlock: "0.0.0.0/0",
  };
  const flowLogs = { DeleteFlowLogsRequest: { FlowLogId: { content: `fl-${name}`, tag: 1 } } };
  return {
    create: [
      call("ec2:CreateVpc", { cidrBlock: "10.0.0.0/16" }),
      ...calls("ec2:DescribeVpcs ec2:ModifyVpcAttribute ec2:ModifyVpcAttribute", it),
      ...subnets.flatMap((subnet) => calls("ec2:CreateSubnet ec2:DescribeSubnets", subnet)),
      ...calls("ec2:CreateInternetGateway ec2:AttachInternetGateway", it),
      ...calls("ec2:AllocateAddress ec2:CreateNatGateway", it),
      ...Array.from({ length: 8 }, () => call("ec2:DescribeNatGateways", it)),
      ...tables.flatMap((table) =>
        calls(
          "ec2:CreateRouteTable ec2:CreateRoute ec2:AssociateRouteTable ec2:DescribeRouteTables",
          table,
        ),
      ),
      // The module takes the network's own list over: it deletes its entries and makes its own.
      ...[true, false].flatMap((egress) => [
        call("ec2:DeleteNetworkAclEntry", { networkAclId, ruleNumber: 100, egress }),
        call("ec2:CreateNetworkAclEntry", { ...open, egress }),
      ]),
      call("ec2:CreateFlowLogs", {
        CreateFlowLogsRequest: { ResourceId: vpcId, TrafficType: "ALL" },
      }),
    ],
    read: [
      ...calls("ec2:DescribeVpcs ec2:DescribeVpcAttribute ec2:DescribeVpcAttribute", it),
      ...calls("ec2:DescribeNetworkAcls ec2:DescribeRouteTables ec2:DescribeSecurityGroups", it),
      ...subnets.map((subnet) => call("ec2:DescribeSubnets", subnet)),
      ...tables.map((table) => call("ec2:DescribeRouteTables", table)),
      ...calls("ec2:DescribeInternetGateways ec2:DescribeNatGateways ec2:DescribeAddresses", it),
      call("ec2:DescribeFlowLogs", it),
    ],
    destroy: [
      call("ec2:DeleteFlowLogs", flowLogs),
      ...tables.flatMap((table) => calls("ec2:DisassociateRouteTable ec2:DeleteRouteTable", table)),
      ...calls("ec2:DeleteNatGateway ec2:DescribeNatGateways ec2:ReleaseAddress", it),
      ...calls("ec2:DetachInternetGateway ec2:DeleteInternetGateway", it),
      ...subnets.map((subnet) => call("ec2:DeleteSubnet", subnet)),
      call("ec2:DeleteVpc", it),
    ],
  };
}

export function securityGroup(groupName: string, ports: readonly number[]): DeployedResource {
  const groupId = `sg-${groupName}`;
  const rule = (port: number) => ({
    groupId,
    ipPermissions: {
      items: [
        {
          ipProtocol: "tcp",
          fromPort: port,
          toPort: port,
          groups: {},
          ipRanges: { items: [{ cidrIp: "0.0.0.0/0" }] },
        },
      ],
    },
  });
  const all = {
    groupId,
    ipPermissions: {
      items: [{ ipProtocol: "-1", ipRanges: { items: [{ cidrIp: "0.0.0.0/0" }] } }],
    },
  };
  return {
    create: [
      call("ec2:CreateSecurityGroup", { groupName }),
      call("ec2:DescribeSecurityGroups", { groupId }),
      call("ec2:RevokeSecurityGroupEgress", all),
      ...ports.map((port) => call("ec2:AuthorizeSecurityGroupIngress", rule(port))),
      call("ec2:AuthorizeSecurityGroupEgress", all),
    ],
    read: calls("ec2:DescribeSecurityGroups ec2:DescribeSecurityGroupRules", { groupId }),
    destroy: [
      ...ports.map((port) => call("ec2:RevokeSecurityGroupIngress", rule(port))),
      ...calls("ec2:DescribeNetworkInterfaces ec2:DeleteSecurityGroup", { groupId }),
    ],
  };
}

export function loadBalancer(name: string): DeployedResource {
  const loadBalancerArn = `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:loadbalancer/app/${name}/50dc`;
  const it = { loadBalancerArn };
  return {
    create: [
      ...calls(
        "elb:CreateLoadBalancer elb:ModifyLoadBalancerAttributes elb:DescribeLoadBalancers",
        it,
      ),
      ...calls("elb:CreateTargetGroup elb:ModifyTargetGroupAttributes elb:CreateListener", it),
      ...calls("wafv2:CreateWebACL wafv2:AssociateWebACL", { name }),
    ],
    read: [
      ...calls("elb:DescribeLoadBalancers elb:DescribeLoadBalancerAttributes elb:DescribeTags", it),
      ...calls(
        "elb:DescribeTargetGroups elb:DescribeTargetGroupAttributes elb:DescribeListeners",
        it,
      ),
      ...calls("wafv2:GetWebACL wafv2:GetWebACLForResource", { name }),
    ],
    destroy: [
      ...calls("wafv2:DisassociateWebACL wafv2:DeleteWebACL", { name }),
      ...calls("elb:DeleteListener elb:DeleteTargetGroup elb:DeleteLoadBalancer", it),
    ],
  };
}

/** What is there once or twice in every stack: a topic, a queue, alarms, a zone, a schedule, an API. */
export function glue(name: string): DeployedResource {
  const queueUrl = `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${name}`;
  const topicArn = `arn:aws:sns:${REGION}:${ACCOUNT}:${name}`;
  const policy = JSON.stringify({
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: "*",
      },
    ],
  });
  return {
    create: [
      call("sqs:CreateQueue", { queueName: name }),
      call("sqs:SetQueueAttributes", { queueUrl, attributes: { Policy: policy } }),
      call("sns:CreateTopic", { name }),
      ...calls("sns:SetTopicAttributes sns:Subscribe", { topicArn, attributeName: "DisplayName" }),
      ...calls("cloudwatch:PutMetricAlarm cloudwatch:PutDashboard", { alarmName: name }),
      ...calls("events:PutRule events:PutTargets", { name }),
      ...calls(
        "route53:CreateHostedZone route53:GetChange route53:ChangeResourceRecordSets route53:GetChange",
        { name },
      ),
      ...calls("acm:RequestCertificate acm:DescribeCertificate acm:DescribeCertificate", {
        domainName: name,
      }),
      ...calls("apigateway:CreateApi apigateway:CreateRoute apigateway:CreateStage", { name }),
    ],
    read: [
      ...calls("sqs:GetQueueAttributes sqs:ListQueueTags", { queueUrl }),
      ...calls("sns:GetTopicAttributes sns:ListTagsForResource sns:GetSubscriptionAttributes", {
        topicArn,
      }),
      ...calls(
        "cloudwatch:DescribeAlarms cloudwatch:ListTagsForResource events:DescribeRule events:ListTargetsByRule",
        { name },
      ),
      ...calls("route53:GetHostedZone route53:ListTagsForResource route53:ListResourceRecordSets", {
        name,
      }),
      ...calls(
        "acm:DescribeCertificate apigateway:GetApi apigateway:GetRoute apigateway:GetStage",
        { name },
      ),
    ],
    destroy: [
      ...calls("sns:Unsubscribe sns:DeleteTopic", { topicArn }),
      ...calls("sqs:DeleteQueue", { queueUrl }),
      ...calls("cloudwatch:DeleteAlarms", { alarmNames: [name] }),
      ...calls("events:RemoveTargets events:DeleteRule", { name }),
      ...calls(
        "route53:ChangeResourceRecordSets route53:DeleteHostedZone acm:DeleteCertificate apigateway:DeleteApi",
        { name },
      ),
    ],
  };
}
