// Jest's global set-up of the integration tests: one Postgres and one nats-server for the run. It runs outside Jest's
// transform, so it imports the library's TypeScript as Node does, with two rules of the workspace added.
import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

const hooks = registerHooks({
  resolve(specifier, context, next) {
    const parent = context.parentURL ?? '';
    if (specifier.startsWith('.') && specifier.endsWith('.js') && parent.endsWith('.ts')) {
      const source = new URL(specifier.replace(/\.js$/, '.ts'), parent);
      if (existsSync(fileURLToPath(source))) return next(source.href, context);
    }
    return next(specifier, context);
  },
});
const { setUpRun, tearDownRun } = await import('./src/testing/jest-run.ts');
hooks.deregister();

// Ctrl-C would end the run without its tear-down, and leave the servers.
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
])
  process.once(signal, () => process.exit(code));

export default setUpRun;
export { tearDownRun };
