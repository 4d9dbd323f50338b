import { readFile } from 'node:fs/promises';
import { collectEvents } from '../message-map/collect.js';
import { renderMap } from '../message-map/render.js';

export const title = 'docs/message-map.md is up to date';

export async function check(): Promise<string[]> {
  const written = await readFile('docs/message-map.md', 'utf8').catch(() => '');
  return written === renderMap(await collectEvents())
    ? []
    : ['it differs from the contracts and subscriptions: run `npm run message-map`'];
}
