import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { serviceOf, type Stack } from '@waybill/stack';
import type { Release, Releases } from '../laboratory.ts';

/** The program that runs a service on the release that is set for it. */
export const RELEASE_MAIN = join(import.meta.dirname, 'release.mjs');

export class StackReleases implements Releases {
  readonly services: readonly string[];
  readonly #stack: Stack;
  readonly #folder: string;

  /** @param folder of the files that name each service's release */
  constructor(stack: Stack, services: readonly string[], folder: string) {
    this.services = services;
    this.#stack = stack;
    this.#folder = folder;
  }

  /** What a process needs in its environment. */
  static environment(folder: string, service: string): Record<string, string> {
    return {
      LAB_MAIN: pathToFileURL(serviceOf(service).main).href,
      LAB_SERVICE: service,
      LAB_RELEASES: folder,
    };
  }

  async roll(service: string, release: Release): Promise<void> {
    const file = join(this.#folder, service);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, release);
    // A process that another fault kept from becoming ready is restarted by the stack as after any exit.
    await this.#stack.restart(service).catch((error: unknown) => {
      if (!['TIMED_OUT', 'PROCESS_DIED'].includes((error as { code?: string }).code ?? '')) throw error;
    });
  }
}
