import { existsSync, readFileSync } from 'node:fs';
import type { Template } from './template.ts';

const PACKAGED = new URL('../../../template.json', import.meta.url);

/** That of the package; in the repository of this package it is collected from the repository's own files. */
export async function readTemplate(): Promise<Template> {
  if (existsSync(PACKAGED)) return JSON.parse(readFileSync(PACKAGED, 'utf8')) as Template;
  const { collectTemplate } = await import('./collect-template.ts');
  return collectTemplate(new URL('../../../../../', import.meta.url));
}
