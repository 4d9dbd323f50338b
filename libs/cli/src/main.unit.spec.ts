import { expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

it('exits quietly if its output is not read to the end', async () => {
  const child = spawn(process.execPath, ['libs/cli/dist/main.js', 'help'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  const [said] = await Promise.all([text(child.stderr), once(child, 'close')]);
  expect({ status: child.exitCode, said }).toEqual({ status: 0, said: '' });
});
