// The promise of docs/what-you-may-delete.md: each part goes by its command alone, and what is left passes its tests.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ScratchWorkspace } from '../scratch/scratch-workspace.ts';
import { timed } from '../scratch/timed.ts';
import { parts } from './parts.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const USAGE = `usage: npm run verify:deletions -- [part…] [--step <step>…]
parts: ${parts.map(({ name }) => name).join(', ')}; none means all
steps: of \`npm test\`; none means those that need no servers`;

const { names, steps } = readArguments();
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

const failed: string[] = [];
for (const name of names) {
  try {
    await verify(name);
  } catch (error) {
    if (stop.signal.aborted) throw error;
    console.error((error as Error).message);
    failed.push(name);
  }
}
console.log(`verify:deletions: ${names.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 ? 1 : 0;

/** As the page says it: the command, then the tests, with nothing done by hand between them. */
async function verify(name: string): Promise<void> {
  using workspace = new ScratchWorkspace(ROOT, { signal: stop.signal, packages: 'own' });
  const waybill = (...args: string[]) => workspace.run('npm', 'run', '--silent', 'waybill', '--', ...args);
  await timed(`delete ${name}`, () => waybill('delete', name));
  for (const step of steps) {
    await timed(`  without ${name}: ${step}`, () => workspace.run('npm', 'test', '--', step));
  }
}

function readArguments(): { names: readonly string[]; steps: readonly string[] } {
  const all = parts.map(({ name }) => name);
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { step: { type: 'string', multiple: true } },
    });
    const unknown = positionals.find((name) => !all.includes(name));
    if (unknown !== undefined) throw new Error(`unknown part "${unknown}"`);
    return {
      names: positionals.length > 0 ? positionals : all,
      steps: values.step ?? ['format', 'types', 'lint', 'checks', 'unit'],
    };
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    process.exit(2);
  }
}
