import { ACCOUNT, call, calls, type DeployedResource, REGION } from "./trail.ts";

const OPEN_TO_NOBODY = {
  BlockPublicAcls: true,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  RestrictPublicBuckets: true,
};

/** What Terraform asks of a bucket each time it looks at it. */
const BUCKET_READS =
  "s3:HeadBucket s3:GetBucketPolicy s3:GetBucketAcl s3:GetBucketCors s3:GetBucketWebsite s3:GetBucketVersioning " +
  "s3:GetAccelerateConfiguration s3:GetBucketRequestPayment s3:GetBucketLogging s3:GetBucketLifecycle s3:GetBucketReplication " +
  "s3:GetBucketEncryption s3:GetBucketObjectLockConfiguration s3:GetBucketTagging s3:GetBucketPublicAccessBlock " +
  "s3:GetBucketOwnershipControls s3:GetBucketVersioning s3:GetBucketEncryption";

export function bucket(bucketName: string): DeployedResource {
  const it = { bucketName };
  return {
    create: [
      call("s3:CreateBucket", it),
      ...calls("s3:PutBucketTagging s3:PutBucketOwnershipControls", it),
      call("s3:PutBucketPublicAccessBlock", {
        ...it,
        PublicAccessBlockConfiguration: OPEN_TO_NOBODY,
      }),
      call("s3:PutBucketVersioning", { ...it, VersioningConfiguration: { Status: "Enabled" } }),
      call("s3:PutBucketEncryption", it),
      call("s3:PutBucketLogging", {
        ...it,
        BucketLoggingStatus: { LoggingEnabled: { TargetBucket: "logs", TargetPrefix: bucketName } },
      }),
      call("s3:PutBucketLifecycle", {
        ...it,
        LifecycleConfiguration: { Rule: { Status: "Enabled", Expiration: { Days: 90 } } },
      }),
      call("s3:PutBucketPolicy", {
        ...it,
        bucketPolicy: {
          Statement: [
            {
              Effect: "Deny",
              Principal: "*",
              Action: "s3:*",
              Condition: { Bool: { "aws:SecureTransport": "false" } },
            },
          ],
        },
      }),
    ],
    read: calls(BUCKET_READS, it),
    destroy: [
      call("s3:DeleteBucketPolicy", it),
      call("s3:DeleteBucketLifecycle", it),
      call("s3:PutBucketLogging", { ...it, BucketLoggingStatus: "" }),
      call("s3:DeleteBucketEncryption", it),
      // Terraform cannot switch versioning off, so it suspends it.
      call("s3:PutBucketVersioning", { ...it, VersioningConfiguration: { Status: "Suspended" } }),
      call("s3:DeleteBucketPublicAccessBlock", it),
      call("s3:DeleteBucketOwnershipControls", it),
      call("s3:DeleteBucket", it),
    ],
  };
}

export function database(dBInstanceIdentifier: string): DeployedResource {
  const it = { dBInstanceIdentifier };
  const group = { dBSubnetGroupName: `${dBInstanceIdentifier}-subnets` };
  return {
    create: [
      call("rds:CreateDBSubnetGroup", group),
      call("rds:CreateDBParameterGroup", { dBParameterGroupName: dBInstanceIdentifier }),
      call("rds:CreateDBInstance", {
        ...it,
        publiclyAccessible: false,
        deletionProtection: true,
        manageMasterUserPassword: true,
        backupRetentionPeriod: 7,
      }),
      // It takes minutes until an instance is there.
      ...Array.from({ length: 20 }, () => call("rds:DescribeDBInstances", it)),
    ],
    read: [
      ...calls("rds:DescribeDBInstances rds:ListTagsForResource", it),
      ...calls("rds:DescribeDBSubnetGroups rds:ListTagsForResource", group),
      ...calls("rds:DescribeDBParameterGroups rds:DescribeDBParameters rds:ListTagsForResource", {
        dBParameterGroupName: dBInstanceIdentifier,
      }),
    ],
    update: [call("rds:ModifyDBInstance", { ...it, allocatedStorage: 100 })],
    destroy: [
      call("rds:ModifyDBInstance", { ...it, deletionProtection: false }),
      call("rds:DeleteDBInstance", { ...it, skipFinalSnapshot: true }),
      ...Array.from({ length: 12 }, () => call("rds:DescribeDBInstances", it)),
      call("rds:DeleteDBParameterGroup", { dBParameterGroupName: dBInstanceIdentifier }),
      call("rds:DeleteDBSubnetGroup", group),
    ],
  };
}

export function table(tableName: string): DeployedResource {
  const it = { tableName };
  return {
    create: [
      ...calls("dynamodb:CreateTable dynamodb:DescribeTable dynamodb:DescribeTable", it),
      ...calls("dynamodb:UpdateContinuousBackups dynamodb:UpdateTimeToLive", it),
    ],
    read: calls(
      "dynamodb:DescribeTable dynamodb:DescribeContinuousBackups dynamodb:DescribeTimeToLive dynamodb:ListTagsOfResource",
      it,
    ),
    destroy: calls("dynamodb:DeleteTable dynamodb:DescribeTable", it),
  };
}

export function fileSystem(fileSystemId: string): DeployedResource {
  const it = { fileSystemId };
  const mount = { mountTargetId: `fsmt-${fileSystemId}` };
  return {
    create: [
      ...calls("efs:CreateFileSystem efs:DescribeFileSystems efs:PutLifecycleConfiguration", it),
      ...calls("efs:CreateMountTarget efs:DescribeMountTargets efs:DescribeMountTargets", it),
    ],
    read: calls(
      "efs:DescribeFileSystems efs:DescribeLifecycleConfiguration efs:DescribeMountTargets efs:DescribeMountTargetSecurityGroups",
      it,
    ),
    destroy: [
      call("efs:DeleteMountTarget", mount),
      call("efs:DescribeMountTargets", mount),
      call("efs:DeleteFileSystem", it),
    ],
  };
}

export function backup(backupVaultName: string): DeployedResource {
  const it = { backupVaultName };
  return {
    create: calls(
      "backup:CreateBackupVault backup:CreateBackupPlan backup:CreateBackupSelection",
      it,
    ),
    read: calls(
      "backup:DescribeBackupVault backup:GetBackupPlan backup:GetBackupSelection backup:ListTags",
      it,
    ),
    destroy: calls(
      "backup:DeleteBackupSelection backup:DeleteBackupPlan backup:DeleteBackupVault",
      it,
    ),
  };
}

export function secret(secretId: string): DeployedResource {
  const it = { secretId };
  return {
    create: [
      call("secretsmanager:CreateSecret", { name: secretId }),
      ...calls("secretsmanager:DescribeSecret secretsmanager:GetResourcePolicy", it),
      call("secretsmanager:PutSecretValue", it),
    ],
    read: calls(
      "secretsmanager:DescribeSecret secretsmanager:GetResourcePolicy secretsmanager:GetSecretValue",
      it,
    ),
    destroy: [
      call("secretsmanager:DeleteSecret", { ...it, forceDeleteWithoutRecovery: true }),
      call("secretsmanager:DescribeSecret", it),
    ],
  };
}

export function parameter(name: string): DeployedResource {
  return {
    create: [call("ssm:PutParameter", { name, type: "SecureString" })],
    read: [
      call("ssm:GetParameter", { name, withDecryption: true }),
      call("ssm:DescribeParameters", { parameterFilters: [{ key: "Name", values: [name] }] }),
      call("ssm:ListTagsForResource", { resourceId: name, resourceType: "Parameter" }),
    ],
    destroy: [call("ssm:DeleteParameter", { name })],
  };
}

export function key(keyId: string): DeployedResource {
  const it = { keyId };
  const policy = JSON.stringify({
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  });
  const aliasName = `alias/${keyId}`;
  return {
    create: [
      call("kms:CreateKey", { policy }),
      ...calls("kms:EnableKeyRotation kms:GetKeyRotationStatus", it),
      call("kms:CreateAlias", { aliasName, targetKeyId: keyId }),
    ],
    read: calls(
      "kms:DescribeKey kms:GetKeyPolicy kms:GetKeyRotationStatus kms:ListResourceTags kms:ListAliases",
      it,
    ),
    destroy: [
      call("kms:DeleteAlias", { aliasName }),
      call("kms:ScheduleKeyDeletion", { ...it, pendingWindowInDays: 7 }),
      call("kms:DescribeKey", it),
    ],
  };
}

export function snapshots(count: number): DeployedResource {
  const ids = Array.from({ length: count }, (_, n) => `snap-${n}`);
  return {
    create: ids.flatMap((snapshotId) => [
      call("ec2:CreateVolume", { availabilityZone: `${REGION}a`, size: 1 }),
      call("ec2:CreateSnapshot", { volumeId: `vol-${snapshotId}` }),
      call("ec2:DescribeSnapshots", { snapshotSet: { items: [{ snapshotId }] } }),
    ]),
    read: ids.map((snapshotId) =>
      call("ec2:DescribeSnapshots", { snapshotSet: { items: [{ snapshotId }] } }),
    ),
    destroy: ids.flatMap((snapshotId) => [
      call("ec2:DeleteSnapshot", { snapshotId }),
      call("ec2:DeleteVolume", { volumeId: `vol-${snapshotId}` }),
    ]),
  };
}
