import { init, parse } from 'es-module-lexer';
import { globSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

/**
 * The workspace's built modules that programs load, directly or through others. It is read from the import statements of
 * dist/, so it is always that of the code that the next start would run.
 */
export class ModuleGraph {
  readonly #packages: ReadonlySet<string>;
  /** Of each module, those that it imports. */
  readonly #imports = new Map<string, Promise<readonly string[]>>();

  /** @param root the workspace's top folder */
  constructor(root: string) {
    const manifests = globSync('{apps,libs}/*/package.json', { cwd: root });
    this.#packages = new Set(manifests.map((file) => nameIn(join(root, file))));
  }

  /** @returns absolute paths, `main` included; empty if there is no such file */
  async loadedBy(main: string): Promise<ReadonlySet<string>> {
    await init;
    const loaded = new Set<string>([main]);
    for (const module of loaded) {
      for (const imported of await this.#importsOf(module)) loaded.add(imported);
    }
    return loaded;
  }

  /** For modules that were changed. */
  forget(modules: Iterable<string>): void {
    for (const module of modules) this.#imports.delete(module);
  }

  #importsOf(module: string): Promise<readonly string[]> {
    const known = this.#imports.get(module) ?? this.#readImports(module);
    this.#imports.set(module, known);
    return known;
  }

  async #readImports(module: string): Promise<readonly string[]> {
    const code = await readFile(module, 'utf8').catch(() => ''); // a missing one is reported by the service itself
    const [statements] = parse(code);
    return statements.flatMap(({ n: specifier }) => this.#resolve(specifier, module) ?? []);
  }

  /** Undefined for what is not of this workspace. */
  #resolve(specifier: string | undefined, from: string): string | undefined {
    if (specifier?.startsWith('.')) return resolve(dirname(from), specifier);
    const [name] = /^(?:@[^/]+\/)?[^/]+/.exec(specifier ?? '') ?? [];
    if (specifier === undefined || name === undefined || !this.#packages.has(name)) return undefined;
    try {
      return createRequire(from).resolve(specifier); // follows the link in node_modules
    } catch {
      return undefined; // as above
    }
  }
}

function nameIn(manifest: string): string {
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { name: string }).name;
}
