import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { AddCommand } from './command.js';

/** What a workspace adds to the platform: `"waybill"` in its package.json, with paths from its top folder. */
const Parts = z.strictObject({
  /** Modules that export a `command`. */
  commands: z.array(z.string()).default([]),
  /** Modules that export a `title` and a `check()`. */
  checks: z.array(z.string()).default([]),
  /** A module that exports further `generatedFiles`. */
  generated: z.string().optional(),
  /** A module that exports further `steps` of the tests. */
  steps: z.string().optional(),
  /** A module that exports `startDemo`, which makes traffic while the platform runs. */
  demo: z.string().optional(),
});

export interface Demo {
  /** Base addresses of the services. */
  readonly urls: Readonly<Record<string, string>>;
  /** Ends it. */
  readonly signal: AbortSignal;
  readonly log: (message: string) => void;
}

/** The workspace's own commands. */
export async function workspaceCommands(): Promise<AddCommand[]> {
  const modules = await Promise.all(
    readParts().commands.map((path) => load<{ command: AddCommand }>(path, 'command')),
  );
  return modules.map(({ command }) => command);
}

/** Undefined if the workspace has none. */
export async function workspaceDemo(): Promise<((demo: Demo) => Promise<void>) | undefined> {
  const { demo } = readParts();
  if (demo === undefined) return undefined;
  return (await load<{ startDemo: (demo: Demo) => Promise<void> }>(demo, 'startDemo')).startDemo;
}

/** Commands run in the workspace's top folder. */
export function readParts(): z.output<typeof Parts> {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { waybill?: unknown };
  const parsed = Parts.safeParse(manifest.waybill ?? {});
  if (parsed.success) return parsed.data;
  throw new TypeError(`"waybill" in package.json: ${z.prettifyError(parsed.error)}`);
}

export async function load<T extends object>(path: string, name: keyof T & string): Promise<T> {
  const module = (await import(pathToFileURL(resolve(path)).href)) as T;
  if (name in module) return module;
  throw new TypeError(`${path}, which package.json names under "waybill", exports no ${name}`);
}
