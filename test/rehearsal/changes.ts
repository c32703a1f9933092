import { replacedBy } from "./fixed.ts";
import { livedThrough } from "./lived-through.ts";
import type { DeployResource, DeployTemplate } from "./template.ts";

/** What an update does to one resource beside setting its properties. */
export interface Change {
  readonly id: string;
  readonly type: string;
  readonly kind: "made" | "replaced" | "deleted";
  /** Properties that make it another resource. */
  readonly by: readonly string[];
  /** Whether what is there stays in the account, nobody's. */
  readonly isKept: boolean;
}

/** What an update of a stack from one template to another makes, makes anew and deletes. */
export function changesBetween(before: DeployTemplate, after: DeployTemplate): readonly Change[] {
  const all = [...new Set([...Object.keys(before.Resources), ...Object.keys(after.Resources)])];
  return all.flatMap((id): Change[] => {
    const was = before.Resources[id];
    const now = after.Resources[id];
    if (was === undefined) {
      const { Type: type } = now as DeployResource;
      return [{ id, type, kind: "made", by: [], isKept: false }];
    }
    const kept = (policy: string | undefined) => policy?.startsWith("Retain") === true;
    if (now === undefined || now.Type !== was.Type) {
      return [{ id, type: was.Type, kind: "deleted", by: [], isKept: kept(was.DeletionPolicy) }];
    }
    const by = replacedBy(id, before, after);
    const isKept = kept(was.UpdateReplacePolicy);
    return by.length === 0 ? [] : [{ id, type: was.Type, kind: "replaced", by, isKept }];
  });
}

/** A change in the words of whoever lives through it. */
export function changeText({ id, type, kind, by, isKept }: Change): string {
  switch (kind) {
    case "made":
      return `${id} (${type}) is new: nothing is lost`;
    case "replaced": {
      const why = `as ${by.join(", ")} can be set at creation alone`;
      return `${id} (${type}) is made anew, ${why}: ${after(isKept, id, type)}`;
    }
    case "deleted":
      return `${id} (${type}) is deleted, or has another logical id: ${after(isKept, id, type)}`;
  }
}

function after(isKept: boolean, id: string, type: string): string {
  if (isKept) return "the old one stays in the account with what it holds, and costs until deleted";
  return livedThrough(id, type);
}
