import { readFileSync } from 'node:fs';
import type { RecordedGenerator } from './recorded.ts';

const PACKAGE = new URL('../../', import.meta.url);

/**
 * @param name as in generators.json
 * @throws Error this version has no such generator
 */
export async function loadGenerator(name: string): Promise<RecordedGenerator<object, unknown>> {
  const { generators } = JSON.parse(readFileSync(new URL('generators.json', PACKAGE), 'utf8')) as {
    generators: Record<string, { factory: string }>;
  };
  const factory = generators[name]?.factory;
  if (factory === undefined) throw new Error(`@waybill/nx has no generator "${name}"`);
  const [file, exportName] = factory.split('#');
  const module = (await import(new URL(file!, PACKAGE).href)) as Record<
    string,
    RecordedGenerator<object, unknown>
  >;
  return module[exportName!]!;
}
