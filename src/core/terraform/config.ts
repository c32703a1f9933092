import { evaluateTerraform, type TerraformScope } from "./evaluate.ts";
import type { Files } from "./function.ts";
import { countedInstances, eachInstances, type Instance } from "./instances.ts";
import { LazyMap } from "./lazy-map.ts";
import { type ModuleCall, NO_INPUTS } from "./module-call.ts";
import { TerraformSyntaxError } from "./node.ts";
import { parseTemplate } from "./parse.ts";
import { Gaps, TerraformError, type TerraformValue, templateValueText, Unknown } from "./value.ts";
import { typedValue } from "./variable-type.ts";

/** A file of Terraform as JSON: blocks by type and labels, attributes as JSON syntax has them. */
export interface ConfigFile {
  readonly path: string;
  readonly json: Readonly<Record<string, unknown>>;
}

type Attributes = Readonly<Record<string, unknown>>;

/** What the files of one folder declare, with values where they have some. */
export class TerraformConfig {
  readonly gaps: Gaps;
  readonly #files: readonly ConfigFile[];
  readonly #given: ReadonlyMap<string, TerraformValue>;
  readonly #reads: Files;
  readonly #roots = new Map<string, TerraformValue>();

  /**
   * @param given Values of variables.
   * @param root The folder that Terraform is run in, as seen from that of the files.
   */
  constructor(
    files: readonly ConfigFile[],
    given: ReadonlyMap<string, TerraformValue>,
    reads: Files,
    gaps = new Gaps(),
    root = ".",
  ) {
    this.#files = files;
    this.#given = given;
    this.#reads = reads;
    this.gaps = gaps;
    const locals = this.#merged("locals");
    this.#roots.set("local", new LazyMap((name) => this.#attribute(locals, name, `local.${name}`)));
    this.#roots.set("var", new LazyMap((name) => this.#variable(name)));
    this.#roots.set("data", this.#sources("data", "data."));
    const places = { module: ".", root, cwd: root };
    this.#roots.set("path", new Map(Object.entries(places)));
  }

  /** Values of variables that a .tfvars file sets. */
  static variables(
    file: ConfigFile,
    reads: Files,
    gaps = new Gaps(),
  ): ReadonlyMap<string, TerraformValue> {
    const empty = new TerraformConfig([], new Map(), reads, gaps);
    return new Map(Object.entries(file.json).map(([name, raw]) => [name, empty.#value(raw, name)]));
  }

  /** Calls of modules, in the order they stand in. */
  moduleCalls(): readonly ModuleCall[] {
    return this.#files.flatMap(({ path, json }) =>
      Object.entries((json.module ?? {}) as Record<string, Attributes[]>).flatMap(
        ([name, blocks]) => blocks.flatMap((attributes) => this.#calls(name, path, attributes)),
      ),
    );
  }

  /**
   * What Terragrunt calls: the source of its `terraform` block with its `inputs`.
   *
   * @see https://terragrunt.gruntwork.io/docs/reference/hcl/
   */
  terragruntCalls(): readonly ModuleCall[] {
    return this.#files.flatMap(({ path, json }): readonly ModuleCall[] => {
      const [block] = (json.terraform ?? []) as Attributes[];
      if (json.inputs === undefined || block?.source === undefined) return [];
      const source = this.#attribute(block, "source", "source");
      const inputs = this.#attribute(json, "inputs", "inputs");
      return [
        {
          name: "terragrunt",
          address: "inputs",
          path,
          source: typeof source === "string" ? source : "",
          inputs: inputs instanceof Map ? inputs : new Map(),
          ...(json.include !== undefined && { unread: "include" }),
        },
      ];
    });
  }

  #calls(name: string, path: string, attributes: Attributes): readonly ModuleCall[] {
    const source = this.#attribute(attributes, "source", "source");
    const instances = this.#instances(attributes);
    const none: Instance = ["", new Map()];
    return (instances.length === 0 ? [none] : instances).map(([label, names]) => ({
      name: `${name}${label}`,
      path,
      source: typeof source === "string" ? source : "",
      ...(instances.length === 0 && { isAbsent: true as const }),
      inputs: new Map(
        Object.keys(attributes)
          .filter((key) => !NO_INPUTS.includes(key))
          .map((key) => [key, this.#attribute(attributes, key, key, names)] as const),
      ),
    }));
  }

  #instances(attributes: Attributes): readonly Instance[] {
    if (attributes.count !== undefined)
      return countedInstances(this.#attribute(attributes, "count", "count"));
    if (attributes.for_each === undefined) return [["", new Map()]];
    return eachInstances(this.#attribute(attributes, "for_each", "for_each"));
  }

  #merged(type: string): Attributes {
    return Object.assign(
      {},
      ...this.#files.flatMap(({ json }) => (json[type] ?? []) as Attributes[]),
    );
  }

  #variable(name: string): TerraformValue {
    const blocks = this.#files.flatMap(
      ({ json }) => ((json.variable ?? {}) as Record<string, Attributes[]>)[name] ?? [],
    );
    const declared: Attributes = Object.assign({}, ...blocks);
    const given = this.#given.get(name);
    // A sensitive value is not to be seen, whether it is known or not; where it comes from is.
    if (declared.sensitive === true)
      return given instanceof Unknown ? given : new Unknown(`var.${name}`);
    if (given === undefined && !Object.hasOwn(declared, "default"))
      return new Unknown(`var.${name}`);
    const value = given ?? this.#attribute(declared, "default", `var.${name}`);
    if (typeof declared.type !== "string" || value instanceof Unknown) return value;
    return typedValue(parseTemplate(declared.type), value, (node) =>
      evaluateTerraform(node, this.#scope()),
    );
  }

  /** Resources or data sources: their attributes are what is written. */
  #sources(block: "data" | "resource", prefix: string): TerraformValue {
    return new LazyMap(
      (type) => this.#ofType(block, type, prefix) ?? new Unknown(`${prefix}${type}`),
    );
  }

  #ofType(block: "data" | "resource", type: string, prefix: string): TerraformValue | undefined {
    const found = this.#files.flatMap(({ json }) => {
      const blocks = (json[block] ?? {}) as Record<string, Record<string, Attributes[]>>;
      return blocks[type] === undefined ? [] : [blocks[type]];
    });
    if (found.length === 0) return undefined;
    const byName: Readonly<Record<string, Attributes[]>> = Object.assign({}, ...found);
    return new LazyMap((name) => {
      const title = `${prefix}${type}.${name}`;
      const attributes = byName[name]?.[0];
      if (attributes === undefined) return new Unknown(title);
      const madeOf = (name: string, each?: ReadonlyMap<string, TerraformValue>) => {
        const attributeOf = (key: string): TerraformValue | undefined => {
          const written = ALIASES[type]?.[key] ?? key;
          if (attributes[written] === undefined) return undefined;
          return this.#attribute(attributes, written, `${name}.${key}`, each);
        };
        return { type, attributes: new LazyMap(attributeOf) };
      };
      const instance = (key: string) => {
        const label = `${title}[${JSON.stringify(key)}]`;
        const found = this.#instances(attributes).find(([at]) => at === `[${JSON.stringify(key)}]`);
        return new Unknown(label, madeOf(label, found?.[1]));
      };
      const source = madeOf(title);
      return new Unknown(
        title,
        attributes.for_each === undefined ? source : { ...source, instance },
      );
    });
  }

  #attribute(
    attributes: Attributes,
    key: string,
    title: string,
    names?: ReadonlyMap<string, TerraformValue>,
  ): TerraformValue {
    if (!Object.hasOwn(attributes, key)) return new Unknown(title);
    return this.#value(attributes[key], title, names);
  }

  /** A value as JSON syntax has it: texts are templates. */
  #value(raw: unknown, title: string, names?: ReadonlyMap<string, TerraformValue>): TerraformValue {
    // The same text may stand in two places.
    const place = typeof raw === "string" ? `${title}\n${raw}` : raw;
    if (this.#open.has(place)) throw new TerraformError(`${title} refers to itself`);
    this.#open.add(place);
    try {
      return this.#read(raw, title, names);
    } catch (error) {
      if (!(error instanceof TerraformError) && !(error instanceof TerraformSyntaxError))
        throw error;
      return new Unknown(`${title} (${error.message})`);
    } finally {
      this.#open.delete(place);
    }
  }

  /** What is being evaluated. */
  readonly #open = new Set<unknown>();

  #read(raw: unknown, title: string, names?: ReadonlyMap<string, TerraformValue>): TerraformValue {
    if (typeof raw === "string") return evaluateTerraform(parseTemplate(raw), this.#scope(names));
    if (Array.isArray(raw)) return raw.map((it) => this.#value(it, title, names));
    if (typeof raw !== "object" || raw === null) return raw as number | boolean | null;
    return new Map(
      Object.entries(raw).map(([key, it]) => [
        templateValueText(this.#value(key, key, names), this.gaps),
        this.#value(it, `${title}.${key}`, names),
      ]),
    );
  }

  #scope(names?: ReadonlyMap<string, TerraformValue>): TerraformScope {
    return {
      gaps: this.gaps,
      files: this.#reads,
      lookUp: (name) =>
        names?.get(name) ??
        this.#roots.get(name) ??
        this.#ofType("resource", name, "") ??
        new Unknown(name),
    };
  }
}

/** Attributes that are another's value. */
const ALIASES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws_s3_bucket: { id: "bucket" },
  aws_ssm_parameter: { id: "name" },
};
