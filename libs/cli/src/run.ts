import { Command, CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { CliError, UsageError } from './cli-error.js';
import type { AddCommand, Io, Run } from './command.js';

/** As shells report a command that was stopped by Ctrl-C. */
const STOPPED = 130;

/**
 * Runs one command line.
 *
 * @param call how the program is called, for its help
 * @returns the exit code: 0 success, 1 failure, 2 usage error
 */
export async function runCli(
  argv: readonly string[],
  commands: readonly AddCommand[],
  io: Io,
  call = 'npm run waybill --',
): Promise<number> {
  const program = new Command(call)
    .option('--json', 'one JSON document instead of text')
    .option('--data-dir <dir>', 'the data folder of the platform', '.waybill')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: () => undefined, // printed below
    })
    .exitOverride()
    .addHelpText('after', '\nExit codes: 0 success, 1 failure, 2 usage error.');
  const run: Run = {
    ...io,
    json: argv.includes('--json'),
    get dataDir() {
      return program.opts().dataDir;
    },
    exitCode: 0,
  };
  for (const add of commands) add(program, run);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return run.exitCode;
  } catch (error) {
    if (isHelp(error)) return error.exitCode === 0 ? 0 : 2;
    if (io.signal.aborted && !(error instanceof CliError)) return STOPPED;
    const { message, code, fix, exitCode } = await asCliError(error, () => commandIn(argv, program));
    if (run.json) io.stdout.write(`${JSON.stringify({ error: { code, message, fix } }, null, 2)}\n`);
    else io.stderr.write(`${message}\n${fix ? `  ${fix}\n` : ''}`);
    return exitCode;
  }
}

/** Not an error: help was asked for, or shown because no command was named. */
function isHelp(error: unknown): error is CommanderError {
  return (
    error instanceof CommanderError && ['commander.help', 'commander.helpDisplayed'].includes(error.code)
  );
}

/** @throws the error itself if it is not meant for the user */
async function asCliError(error: unknown, command: () => CommandUnknownOpts): Promise<CliError> {
  if (error instanceof CliError) return error;
  if (error instanceof CommanderError) return usageError(error, command());
  const [{ MessagingError }, { StackError }] = await Promise.all([
    import('@waybill/messaging'),
    import('@waybill/stack'),
  ]);
  if (error instanceof MessagingError || error instanceof StackError) {
    const { message, code } = error;
    return new CliError(message, { code, fix: 'fix' in error ? error.fix : undefined, cause: error });
  }
  throw error;
}

/** The fix is what was probably meant, else what there is. */
function usageError({ message }: CommanderError, command: CommandUnknownOpts): UsageError {
  const [error, suggestion] = message.replace(/^error: /, '').split('\n');
  const names = command.commands.map((each) => each.name());
  const usage =
    names.length > 0
      ? `commands: ${names.join(', ')}`
      : `usage: ${command.createHelp().commandUsage(command)} (--help explains it)`;
  return new UsageError(error!, suggestion?.replace(/^\((.*)\)$/, '$1') ?? usage);
}

/** The command that the words of a command line name. */
function commandIn(argv: readonly string[], program: CommandUnknownOpts): CommandUnknownOpts {
  return argv.reduce((found, word) => found.commands.find((each) => each.name() === word) ?? found, program);
}
