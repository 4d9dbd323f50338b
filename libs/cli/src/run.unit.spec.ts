import { describe, expect, it } from '@jest/globals';
import { BrokerUnavailable } from '@waybill/messaging';
import { StackError } from '@waybill/stack';
import { call as callCommand } from './call.fixture.js';
import { CliError } from './cli-error.js';
import type { AddCommand } from './command.js';
import { runCli } from './run.js';

const ERRORS: Record<string, Error> = {
  nobody: new CliError('nobody is here', { code: 'NOBODY', fix: 'call somebody' }),
  broker: new BrokerUnavailable('the broker is down'),
  stack: new StackError('DISK_FULL', 'no space', { fix: 'make room' }),
  bug: new TypeError('not a function'),
};

const greet: AddCommand = (program, run) =>
  program
    .command('greet')
    .description('say hello')
    .argument('<name>')
    .option('--loud', 'shout')
    .action((name, { loud }) => {
      if (ERRORS[name]) throw ERRORS[name];
      run.stdout.write(`hello ${name}${loud ? '!' : ''} in ${run.dataDir}\n`);
      if (name === 'stranger') run.exitCode = 1;
    });

const call = (...argv: string[]) => callCommand(greet, ...argv);

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
    expect(await call()).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('say hello') });
  });

  it('explains one command without running it', async () => {
    const help = {
      exitCode: 0,
      stdout: expect.stringMatching(/npm run waybill -- greet .*<name>.*--loud +shout.*--json.*--data-dir/s),
    };
    expect(await call('greet', '--help')).toMatchObject(help);
    expect(await call('help', 'greet')).toMatchObject(help);
  });

  it('names the command, or the flag, that was probably meant', async () => {
    expect(await call('great')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/unknown command 'great'\n.*greet\?/),
    });
    expect(await call('greet', '--lout')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/unknown option '--lout'\n.*--loud\?/),
    });
    expect(await call('constructor')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('commands: greet'),
    });
  });

  it('shows the usage of the command, if an argument is missing or too many are given', async () => {
    for (const args of [['greet'], ['greet', 'Ada', 'Bob']]) {
      expect(await call(...args)).toMatchObject({
        exitCode: 2,
        stderr: expect.stringMatching(/argument.*\n {2}usage: npm run waybill -- greet \[options\] <name>/),
      });
    }
  });

  it('says what is wrong with a flag’s value', async () => {
    expect(await call('greet', 'Ada', '--data-dir')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("'--data-dir <dir>' argument missing"),
    });
  });

  it('gives the exit code that the command sets', async () => {
    expect(await call('greet', 'stranger')).toMatchObject({ exitCode: 1, stderr: '' });
  });

  it('prints an error with its fix and without a stack trace', async () => {
    expect(await call('greet', 'nobody')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'nobody is here\n  call somebody\n',
    });
  });

  it('ends quietly when a command is interrupted', async () => {
    const io = { stdout: { write: () => true }, stderr: { write: () => true } };
    const interrupted = () => Promise.reject(new DOMException('aborted', 'AbortError'));
    const wait: AddCommand = (program) => program.command('wait').action(interrupted);
    expect(await runCli(['wait'], [wait], { ...io, signal: AbortSignal.abort() })).toBe(130);
  });

  it('prints errors of the libraries like its own, and no others', async () => {
    expect(await call('greet', 'broker')).toMatchObject({ exitCode: 1, stderr: 'the broker is down\n' });
    expect(await call('greet', 'stack')).toMatchObject({ exitCode: 1, stderr: 'no space\n  make room\n' });
    await expect(call('greet', 'bug')).rejects.toThrow('not a function');
  });

  it('prints it as JSON with --json', async () => {
    const { exitCode, stdout } = await call('greet', 'nobody', '--json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      error: { code: 'NOBODY', message: 'nobody is here', fix: 'call somebody' },
    });
  });
});
