import { CliError, UsageError } from './cli-error.ts';
import { print, printJson, type Command, type Io } from './command.ts';
import { nearest } from './nearest.ts';

type CommandTable = Readonly<Record<string, () => Promise<Command>>>;

const CALL = 'npm run waybill --';

/** Runs one command line and gives its exit code: 0 done, 1 failed, 2 not understood. */
export async function dispatch(argv: readonly string[], commands: CommandTable, io: Io): Promise<number> {
  const json = argv.includes('--json');
  try {
    return await run(argv, commands, io);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    if (json) printJson(io, { error: { code: error.code, message: error.message, fix: error.fix } });
    else io.stderr.write(`${error.message}\n${error.fix ? `  ${error.fix}\n` : ''}`);
    return error.exitCode;
  }
}

async function run(argv: readonly string[], commands: CommandTable, io: Io): Promise<number> {
  const [name, ...args] = argv;
  const asksForHelp = args.includes('--help') || args.includes('-h');
  if (name === undefined || ['help', '--help', '-h'].includes(name)) {
    const topic = name === 'help' ? args[0] : undefined;
    if (topic !== undefined) return printCommandHelp(await load(topic, commands), io);
    await printOverview(commands, io);
    return name === undefined ? 2 : 0;
  }
  const command = await load(name, commands);
  if (asksForHelp) return printCommandHelp(command, io);
  return (await command.run(args, io)) ?? 0;
}

async function load(name: string, commands: CommandTable): Promise<Command> {
  const loader = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (loader) return loader();
  const meant = nearest(name, Object.keys(commands));
  throw new UsageError(
    name.startsWith('-')
      ? `the command comes first, then its flags: ${name} stands before it`
      : `unknown command "${name}"`,
    meant ? `did you mean ${CALL} ${meant}?` : `commands: ${Object.keys(commands).join(', ')}`,
  );
}

async function printOverview(commands: CommandTable, io: Io): Promise<void> {
  print(io, `Usage: ${CALL} <command> [flags]\n`);
  for (const loader of Object.values(commands)) {
    const { name, summary } = await loader();
    print(io, `  ${name.padEnd(14)} ${summary}`);
  }
  print(
    io,
    '\nEvery command takes --json (one JSON document instead of text), --data-dir <dir> (which stack;',
  );
  print(io, `default .waybill) and --help. Exit code 0: done, 1: failed, 2: not understood.`);
}

function printCommandHelp({ name, summary, usage, call = `${CALL} ${name}` }: Command, io: Io): number {
  print(io, `${name}: ${summary}\n`);
  for (const form of (usage ?? '').split('\n')) print(io, `  ${call} ${form}`.trimEnd());
  print(io, '\n  --json             one JSON document instead of text');
  print(io, '  --data-dir <dir>   the stack to talk to (default .waybill)');
  return 0;
}
