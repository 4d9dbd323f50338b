// Removes the demonstration of the naive publish from the order service: `node apps/order/src/naive-publish/remove.mjs`.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const folder = import.meta.dirname;
const source = dirname(folder);
const workspace = join(source, '..', '..', '..');

// The two lines of the service that use it, and the browser test that compares it with the outbox.
const service = join(source, 'service.ts');
const lines = readFileSync(service, 'utf8').split('\n');
writeFileSync(service, lines.filter((line) => !line.includes('NaivePublishModule')).join('\n'));
rmSync(join(workspace, 'apps/e2e/src/browser/broker-away.browser.spec.ts'), { force: true });
rmSync(folder, { recursive: true });
console.log('Removed the naive publish. `git diff` shows the changes.');
