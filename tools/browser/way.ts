import type { Machine } from './machine.ts';

export interface FoundBrowser {
  readonly path: string;
  /** `156.0.8078.79` */
  readonly version: string;
  /** As shown to people. */
  readonly from: string;
}

/** One way of coming by a Chromium. Failing is an ordinary outcome: the next one is tried. */
export interface Way {
  readonly name: string;
  /** @throws Error why it led nowhere */
  find(machine: Machine): Promise<FoundBrowser>;
}

/**
 * Asks the program who it is: a file with the right name may be a stub that only says how to install the real one, or
 * lack a library.
 *
 * @throws Error where it does not run, or is no Chromium
 */
export async function tried(machine: Machine, path: string, from: string): Promise<FoundBrowser> {
  if (!machine.isProgram(path)) throw new Error(`${path} is no program`);
  const said = await machine.run(path, ['--version'], 30_000);
  const version = /(?:chromium|chrome|edge)\b.*?(\d+(?:\.\d+)+)/i.exec(said)?.[1];
  if (version === undefined) throw new Error(`${path} says "${said.trim()}", so it is no Chromium`);
  return { path, version, from };
}
