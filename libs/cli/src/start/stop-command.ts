import { DEFAULT_DATA_DIR } from './flags.js';

/** The command that stops the platform on this data, to be pasted into a shell. */
export function stopCommand(dataDir: string): string {
  const flag = dataDir === DEFAULT_DATA_DIR ? '' : ` --data-dir ${inShell(dataDir)}`;
  return `npm run waybill -- stop${flag}`;
}

function inShell(word: string): string {
  return /^[\w./@+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
