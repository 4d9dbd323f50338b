import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The machine's own, which may be as old as Node 20: npm puts the pinned one before it. */
const MACHINES_NODE = (process.env['PATH'] ?? '')
  .split(delimiter)
  .filter((folder) => !folder.includes('node_modules'))
  .map((folder) => join(folder, 'node'))
  .find(existsSync);

if (!MACHINES_NODE)
  console.warn('skipped: the entry on an older Node needs a Node of the system on the PATH');

describe('the entry of every command', () => {
  (MACHINES_NODE ? it : it.skip)("loads on the machine's Node, without the packages", () => {
    const entry = pathToFileURL(resolve(import.meta.dirname, '../bootstrap/enter.mjs')).href;
    execFileSync(MACHINES_NODE!, ['--input-type=module', '-e', `await import('${entry}')`], {
      stdio: 'pipe',
    });
    expect.assertions(0); // it throws with what Node says
  });
});
