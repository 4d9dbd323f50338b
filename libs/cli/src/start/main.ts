// The start itself, once everything is installed and built.
import { readFlags } from './flags.js';

const flags = readFlags(process.argv.slice(2));
try {
  const { start } = await import('./start.js'); // loads the stack, which reads what the apps declare
  process.exitCode = await start(flags);
} catch (error) {
  const { code, message, fix } = error as Error & { code?: string; fix?: string };
  if (code !== 'SERVICE_DECLARATION') throw error;
  process.stderr.write(`\n${message}\n  ${fix}\n`);
  process.exitCode = 1;
}
