import { VERSION_METADATA } from "../../contract.ts";
import { isObject } from "../record/event-text.ts";
import type { DeployedStack, StackParts } from "./stack-parts.ts";

/**
 * The version of trailbridge that made a deployment, as the splitter's metadata say in the template.
 *
 * @param template JSON of the template.
 * @returns Undefined if they do not say it: it is of a version that wrote none.
 */
export function deployedVersion(
  { resources }: Pick<DeployedStack, "resources">,
  { splitterFunction }: Pick<StackParts, "splitterFunction">,
  template: string,
): string | undefined {
  const splitter = resources.find(
    ({ type, physicalId }) => type === "AWS::Lambda::Function" && physicalId === splitterFunction,
  );
  const { Resources } = Object(JSON.parse(template)) as { readonly Resources?: unknown };
  const resource = isObject(Resources) && splitter ? Resources[splitter.logicalId] : undefined;
  const metadata = isObject(resource) && isObject(resource.Metadata) ? resource.Metadata : {};
  const version = metadata[VERSION_METADATA];
  return typeof version === "string" ? version : undefined;
}
