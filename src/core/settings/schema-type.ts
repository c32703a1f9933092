/** A JSON schema as settings use it; not more of the vocabulary than {@linkcode FromSchema} reads. */
export interface SettingsSchema {
  readonly type?: "string" | "boolean" | "integer" | "array" | "object";
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly (string | number)[];
  readonly pattern?: string;
  readonly anyOf?: readonly SettingsSchema[];
  readonly items?: SettingsSchema;
  readonly properties?: Readonly<Record<string, SettingsSchema>>;
  readonly additionalProperties?: SettingsSchema | false;
  readonly required?: readonly string[];
  /** For what is the ARN of something: what, and where it must be. Not part of the published schema. */
  readonly "x-arn"?: ArnRule;
}

/** What an ARN among the settings must name. */
export interface ArnRule {
  /** What it is the ARN of, in words: `an SNS topic`. */
  readonly what: string;
  /** Services it may be of. */
  readonly services: readonly string[];
  /** Whether the service has no Regions, and its ARNs name none. */
  readonly global?: true;
  /** Source of a regular expression of what follows the account: `key/[\\w-]+`. */
  readonly resource: string;
  /**
   * Why it must be in the stack's own Region, to be read after "as". Absent where another Region
   * serves as well, or where other settings decide it.
   */
  readonly here?: string;
  /** Why it must be of the stack's own account, to be read after "as". Absent where another serves. */
  readonly ours?: string;
  /** Why a FIFO queue or topic cannot serve, to be read after "as". Absent where one can. */
  readonly standard?: string;
}

/**
 * The value that a schema describes, after the defaults are filled in: what has a default is never
 * absent.
 */
export type FromSchema<S> = S extends { readonly enum: readonly (infer Value)[] }
  ? Value
  : S extends { readonly type: "string" }
    ? string
    : S extends { readonly type: "boolean" }
      ? boolean
      : S extends { readonly type: "integer" }
        ? number
        : S extends { readonly type: "array" }
          ? readonly (S extends { readonly items: infer Item } ? FromSchema<Item> : unknown)[]
          : S extends { readonly properties: infer Properties }
            ? Fields<Properties, Present<S, Properties>>
            : S extends { readonly additionalProperties: infer Value }
              ? Readonly<Record<string, FromSchema<Value>>>
              : S extends { readonly anyOf: readonly (infer Alternative)[] }
                ? FromSchema<Alternative>
                : unknown;

/** An object with some fields always present, written as one. */
type Fields<Properties, Always extends keyof Properties> = {
  readonly [Key in Always]: FromSchema<Properties[Key]>;
} & {
  readonly [Key in Exclude<keyof Properties, Always>]?: FromSchema<Properties[Key]>;
} extends infer Both
  ? { [Key in keyof Both]: Both[Key] }
  : never;

/** The names that are never absent: those required, and those with a default. */
type Present<S, Properties> =
  | (S extends { readonly required: readonly (infer Name)[] }
      ? Extract<Name, keyof Properties>
      : never)
  | {
      [Key in keyof Properties]: Properties[Key] extends { readonly default: unknown }
        ? Key
        : never;
    }[keyof Properties];
