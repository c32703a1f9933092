import { Aws, CfnMapping, Stack } from "aws-cdk-lib";
import type { Construct } from "constructs";

/** Address of a dashboard in the console of whatever partition the stack is deployed to. */
export function dashboardUrl(scope: Construct, name: string): string {
  const stack = Stack.of(scope);
  const existing = stack.node.tryFindChild(CONSOLES);
  const consoles =
    existing instanceof CfnMapping ? existing : new CfnMapping(stack, CONSOLES, { mapping: HOSTS });
  const host = consoles.findInMap(Aws.PARTITION, "host");
  return `https://${Aws.REGION}.${host}/cloudwatch/home?region=${Aws.REGION}#dashboards/dashboard/${name}`;
}

const CONSOLES = "TrailbridgeConsoles";

const HOSTS = {
  aws: { host: "console.aws.amazon.com" },
  "aws-cn": { host: "console.amazonaws.cn" },
  "aws-us-gov": { host: "console.amazonaws-us-gov.com" },
  "aws-eusc": { host: "console.amazonaws-eusc.eu" },
  // Of the isolated ones no address is published; without an entry nothing would deploy there.
  "aws-iso": { host: "console.c2s.ic.gov" },
  "aws-iso-b": { host: "console.sc2s.sgov.gov" },
  "aws-iso-e": { host: "console.cloud.adc-e.uk" },
  "aws-iso-f": { host: "console.csp.hci.ic.gov" },
};
