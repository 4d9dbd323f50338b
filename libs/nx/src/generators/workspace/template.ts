/** What a workspace is made of, besides what is written for each. Packaging writes it to template.json. */
export interface Template {
  /** Of this package, and of all others of its scope. */
  readonly version: string;
  /** Exact versions by package. */
  readonly versions: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
  readonly engines: Readonly<Record<string, string>>;
  /** Compiler options of tsconfig.json. */
  readonly compilerOptions: Readonly<Record<string, unknown>>;
  /** Files that every workspace has as they are, path to text. */
  readonly files: Readonly<Record<string, string>>;
  readonly shop: ShopTemplate;
}

/** The shop as an example. */
export interface ShopTemplate {
  /** Path to text; packages of the shop are imported from the scope `@waybill`. */
  readonly files: Readonly<Record<string, string>>;
  /** What its package.json says under "waybill". */
  readonly parts: Readonly<Record<string, unknown>>;
}
