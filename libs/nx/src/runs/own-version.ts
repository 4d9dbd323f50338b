import { readFileSync } from 'node:fs';

/** The version of @waybill/nx, which is that of the template. */
export function ownVersion(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
