/** A CloudFormation template, as far as the local stack reads it. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value?: unknown }>>;
}

/** One resource of a template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** A synthesized stack: its template, where it would be deployed to, and its assets. */
export interface Deployment {
  readonly stackName: string;
  readonly account: string;
  readonly region: string;
  readonly template: Template;
  /** Absolute path of an asset's folder, by the hash in its `S3Key`. */
  assetFolder(hash: string): string;
}
