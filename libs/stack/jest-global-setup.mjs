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
    if (specifier.startsWith('@waybill/')) {
      return next(specifier, { ...context, conditions: ['@waybill/source', ...context.conditions] });
    }
    return next(specifier, context);
  },
});
const { setUpFolder, setUpServers, tearDownRun } = await import('./src/testing/jest-run.ts');
hooks.deregister();

// A signal would end the run without its tear-down, and leave what it has started.
for (const [signal, code] of [
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGTERM', 143],
])
  process.once(signal, () => process.exit(code));

export default setUpServers;
export { setUpFolder, tearDownRun };
