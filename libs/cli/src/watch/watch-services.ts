import { globSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { FileChanges, type Batch } from './file-changes.js';
import { ModuleGraph } from './loaded-modules.js';
import { rebuild, SyntaxErrors, type SourceFile } from './rebuild.js';

export interface WatchOptions {
  /** The workspace's top folder. */
  readonly root: string;
  /** Those to restart. */
  readonly services: readonly string[];
  /** Resolves with true when it is ready, with false if that does not matter any more. */
  readonly restart: (service: string) => Promise<boolean>;
  /** Called after a change in `prisma/<service>`; returns what it did, in words. */
  readonly bringUpDatabase: (service: string) => Promise<string>;
  /** Reports what happens, one line at a time. */
  readonly say: (line: string) => void;
}

/**
 * Restarts a service when a module changes that it loads: its own, or a library's. Others, and the servers, go on. With
 * a syntax error nothing is restarted until the file is saved without it.
 */
export class ServiceWatch {
  readonly #options: WatchOptions;
  readonly #graph: ModuleGraph;
  #changes!: FileChanges;
  /** Changed since the last good build. */
  readonly #pending = new Map<string, SourceFile>();
  /** The restarts so far, per service: only the last one is reported. */
  readonly #restarts = new Map<string, number>();
  #watching: Promise<void> = Promise.resolve();

  private constructor(options: WatchOptions) {
    this.#options = options;
    this.#graph = new ModuleGraph(options.root);
  }

  /** Resolves once changes are seen. */
  static async start(options: WatchOptions): Promise<ServiceWatch> {
    const watch = new ServiceWatch(options);
    const folders = [join(options.root, 'prisma'), ...(await watch.#sourceFolders())];
    watch.#changes = await FileChanges.in(folders, (error) =>
      options.say(`a folder cannot be watched: ${messageOf(error)}`),
    );
    watch.#watching = watch.#run();
    return watch;
  }

  /** Resolves when nothing is under way any more, restarts apart. */
  async close(): Promise<void> {
    await this.#changes.close();
    await this.#watching;
  }

  async #run(): Promise<void> {
    for await (const batch of this.#changes.batches()) {
      try {
        await this.#take(batch);
      } catch (error) {
        this.#options.say(messageOf(error));
      }
    }
  }

  async #take({ paths, since }: Batch): Promise<void> {
    this.#addPending(paths);
    const migrated = await this.#bringUpDatabases(paths);
    this.#addPending(migrated.flatMap((service) => this.#generatedIn(service)));
    const changed = await rebuild([...this.#pending.values()]).catch((error: unknown) => {
      if (!(error instanceof SyntaxErrors)) throw error;
      throw new Error(`${error.message}\nNothing is restarted until this is saved without the error.`);
    });
    this.#pending.clear();
    this.#graph.forget(changed);
    for (const service of this.#options.services) {
      if (migrated.includes(service) || (await this.#loadsAny(service, changed)))
        void this.#restart(service, since);
    }
    this.#changes.alsoIn(await this.#sourceFolders());
  }

  #addPending(paths: Iterable<string>): void {
    for (const path of paths) {
      const [top, project = ''] = this.#partsOf(path);
      if (top !== 'prisma')
        this.#pending.set(path, { path, project: join(this.#options.root, top!, project) });
    }
  }

  /** @returns the services whose part of `prisma/` has changed, and whose database fits now */
  async #bringUpDatabases(paths: ReadonlySet<string>): Promise<string[]> {
    const changed = [...paths].map((path) => this.#partsOf(path)).filter(([top]) => top === 'prisma');
    const services = this.#options.services.filter((service) =>
      changed.some(([, folder]) => folder === service),
    );
    const done: string[] = [];
    for (const service of services) {
      try {
        this.#options.say(await this.#options.bringUpDatabase(service));
        done.push(service);
      } catch (error) {
        this.#options.say(messageOf(error));
      }
    }
    return done;
  }

  async #loadsAny(service: string, modules: readonly string[]): Promise<boolean> {
    if (modules.length === 0) return false;
    const loaded = await this.#graph.loadedBy(this.#mainOf(service));
    return modules.some((module) => loaded.has(module));
  }

  async #restart(service: string, since: number): Promise<void> {
    const { restart, say } = this.#options;
    const number = (this.#restarts.get(service) ?? 0) + 1;
    this.#restarts.set(service, number);
    const isLast = () => this.#restarts.get(service) === number;
    try {
      const ready = await restart(service);
      const seconds = ((performance.now() - since) / 1_000).toFixed(1);
      if (ready && isLast()) say(`${service} restarted in ${seconds} s`);
    } catch (error) {
      if (isLast()) say(messageOf(error));
    }
  }

  /** Of every project from which a service loads a module. */
  async #sourceFolders(): Promise<string[]> {
    const { root, services } = this.#options;
    const loaded = await Promise.all(services.map((service) => this.#graph.loadedBy(this.#mainOf(service))));
    const projects = loaded.flatMap((modules) =>
      [...modules].map((module) => this.#partsOf(module).slice(0, 2).join(sep)),
    );
    return [...new Set(projects)].map((project) => join(root, project, 'src'));
  }

  #generatedIn(service: string): string[] {
    const project = join(this.#options.root, 'apps', service);
    return globSync('src/**/generated/**/*.ts', { cwd: project }).map((file) => join(project, file));
  }

  #mainOf(service: string): string {
    return join(this.#options.root, 'apps', service, 'dist', 'main.js');
  }

  /** Of a path from the workspace's top: `apps`, `order`, `src`, … */
  #partsOf(path: string): string[] {
    return relative(this.#options.root, path).split(sep);
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'fix' in error && typeof error.fix === 'string' ? `${error.message}\n  ${error.fix}` : error.message;
}
