import { describe, expect, it } from '@jest/globals';
import { CliError } from './cli-error.ts';
import type { Command } from './command.ts';
import { dispatch } from './dispatch.ts';
import { parseFlags } from './flags.ts';

const greet: Command = {
  name: 'greet',
  summary: 'say hello',
  usage: '<name> [--loud]',
  run(args, io) {
    const { values, positionals } = parseFlags(args, { loud: { type: 'boolean' } });
    if (positionals[0] === 'nobody')
      throw new CliError('nobody is here', { code: 'NOBODY', fix: 'call somebody' });
    io.stdout.write(`hello ${positionals[0]}${values.loud ? '!' : ''} in ${values['data-dir']}\n`);
    return Promise.resolve();
  },
};

async function call(...argv: string[]) {
  let stdout = '';
  let stderr = '';
  const exitCode = await dispatch(
    argv,
    { greet: () => Promise.resolve(greet) },
    {
      stdout: { write: (text: string) => (stdout += text) },
      stderr: { write: (text: string) => (stderr += text) },
      signal: new AbortController().signal,
    },
  );
  return { exitCode, stdout, stderr };
}

describe('the command line', () => {
  it('runs a command with its flags', async () => {
    expect(await call('greet', 'Ada', '--loud', '--data-dir', 'x')).toEqual({
      exitCode: 0,
      stdout: 'hello Ada! in x\n',
      stderr: '',
    });
  });

  it('lists all commands, and fails where none was given', async () => {
    expect(await call('--help')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('say hello') });
    expect(await call()).toMatchObject({ exitCode: 2, stdout: expect.stringContaining('say hello') });
  });

  it('explains one command without running it', async () => {
    const help = { exitCode: 0, stdout: expect.stringContaining('npm run waybill -- greet <name> [--loud]') };
    expect(await call('greet', '--help')).toMatchObject(help);
    expect(await call('help', 'greet')).toMatchObject(help);
  });

  it('names the command, or the flag, that was probably meant', async () => {
    expect(await call('great')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/unknown command "great"\n.*greet\?/),
    });
    expect(await call('greet', '--lout')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/unknown flag --lout\n.*--loud\?/),
    });
    expect(await call('constructor')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('commands: greet'),
    });
  });

  it('says what is wrong with a flag’s value', async () => {
    expect(await call('greet', 'Ada', '--data-dir')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--data-dir <value> argument missing'),
    });
  });

  it('tells a failure with its fix and without a stack trace', async () => {
    expect(await call('greet', 'nobody')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'nobody is here\n  call somebody\n',
    });
  });

  it('tells it in JSON to programs', async () => {
    const { exitCode, stdout } = await call('greet', 'nobody', '--json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      error: { code: 'NOBODY', message: 'nobody is here', fix: 'call somebody' },
    });
  });
});
