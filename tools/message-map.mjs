// `npm run message-map`: writes docs/message-map.md; `npm test` checks that it is up to date.
import { writeFile } from 'node:fs/promises';
import { ensureReady } from './bootstrap.mjs';

await ensureReady();
const { collectEvents } = await import('./message-map/collect.ts');
const { renderMap } = await import('./message-map/render.ts');
await writeFile('docs/message-map.md', renderMap(await collectEvents()));
console.log('wrote docs/message-map.md');
