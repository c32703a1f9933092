import { arnAt, partitionAt, urlSuffixAt } from "../wiring/arn.ts";
import type { Deployment } from "./deployment.ts";
import { type PhysicalResource, physicalResource } from "./physical.ts";

/** Fills in what CloudFormation would fill in. */
export interface Resolver {
  /**
   * A value with its intrinsic functions carried out.
   *
   * @throws {Error} If it uses one the local stack does not know.
   */
  resolve(value: unknown): unknown;
  /** The physical resource of a logical id. */
  physical(logicalId: string): PhysicalResource;
}

/** Makes the resolver of one synthesized stack. */
export function createResolver(deployment: Deployment): Resolver {
  const { account, region, stackName, template } = deployment;
  const pseudo: Readonly<Record<string, string>> = {
    "AWS::AccountId": account,
    "AWS::Region": region,
    "AWS::Partition": partitionAt(region),
    "AWS::URLSuffix": urlSuffixAt(region),
    "AWS::StackName": stackName,
    "AWS::StackId": arnAt("cloudformation", `stack/${stackName}/local`, { account, region }),
  };

  const physical = (logicalId: string): PhysicalResource => {
    const resource = template.Resources[logicalId];
    if (resource === undefined) {
      throw new Error(`Cannot resolve "${logicalId}" as the template must hold it: it does not`);
    }
    return physicalResource(logicalId, resource, deployment);
  };
  const ref = (name: string): string => pseudo[name] ?? physical(name).ref;
  const getAtt = ([logicalId = "", attribute = ""]: readonly string[]): string => {
    const { arn, name } = physical(logicalId);
    if (attribute === "Arn") return arn;
    if (/Name$/.test(attribute)) return name;
    throw new Error(`Cannot resolve attribute "${attribute}" of "${logicalId}": not known here`);
  };
  const sub = (argument: unknown): string => {
    const [text, variables = {}] = [argument].flat() as [string, Record<string, unknown>?];
    return text.replaceAll(/\$\{([^!{}][^{}]*)\}/g, (_, name: string) => {
      if (name in variables) return String(resolve(variables[name]));
      return name.includes(".") && !name.startsWith("AWS::") ? getAtt(name.split(".")) : ref(name);
    });
  };

  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value);
    const [name, argument] = entries.length === 1 ? (entries[0] as [string, unknown]) : ["", null];
    switch (name) {
      case "Ref":
        return ref(String(argument));
      case "Fn::GetAtt":
        return getAtt(typeof argument === "string" ? argument.split(".") : (argument as string[]));
      case "Fn::Join": {
        const [delimiter, items] = argument as [string, unknown];
        return (resolve(items) as unknown[]).map(String).join(delimiter);
      }
      case "Fn::Sub":
        return sub(argument);
      case "Fn::Select": {
        const [index, items] = argument as [number | string, unknown];
        return (resolve(items) as unknown[])[Number(index)];
      }
      case "Fn::Split": {
        const [delimiter, text] = argument as [string, unknown];
        return String(resolve(text)).split(delimiter);
      }
      default:
        if (name.startsWith("Fn::")) {
          throw new Error(`Cannot resolve ${name} as the local stack does not know it`);
        }
        return Object.fromEntries(entries.map(([key, child]) => [key, resolve(child)]));
    }
  };
  return { resolve, physical };
}
