import { expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

it('ends quietly where nobody reads its output to the end', async () => {
  const child = spawn(process.execPath, ['tools/cli/main.ts', 'help'], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  const [[status], said] = await Promise.all([once(child, 'close'), text(child.stderr)]);
  expect({ status, said }).toEqual({ status: 0, said: '' });
});
