import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs one of the workspace's own commands, which builds first what is not built. Returns what it printed. */
export async function runWaybill(root: string, ...command: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['tools/waybill.mjs', ...command], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

/** The files that are generated from contracts and services, path to text. Rendering them takes the built services. */
export async function renderGenerated(root: string): Promise<Readonly<Record<string, string>>> {
  return JSON.parse(await runWaybill(root, 'generated')) as Record<string, string>;
}
