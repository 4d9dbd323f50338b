import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LINES = 30;

/** The last lines of each log of a platform. A step that fails prints them: its folder is gone afterwards. */
export function readLogs(folder: string): string {
  if (!existsSync(folder)) return `no logs in ${folder}`;
  return readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .map((name) => {
      const lines = readFileSync(join(folder, name), 'utf8').trimEnd().split('\n');
      return [`── ${name}`, ...lines.slice(-LINES)].join('\n');
    })
    .join('\n');
}
