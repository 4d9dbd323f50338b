import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './cli-error.ts';
import { nearest } from './nearest.ts';

type FlagTable = NonNullable<ParseArgsConfig['options']>;

const COMMON = {
  json: { type: 'boolean', default: false },
  'data-dir': { type: 'string', default: '.waybill' },
} as const satisfies FlagTable;

type Parsed<Flags extends FlagTable> = ReturnType<
  typeof parseArgs<{ options: typeof COMMON & Flags; allowPositionals: true; strict: true }>
>;

/**
 * Parses a command's arguments. `--json` and `--data-dir` are there for every command.
 *
 * @throws UsageError names the flag, and the one that was probably meant
 */
export function parseFlags<const Flags extends FlagTable = Record<never, never>>(
  args: readonly string[],
  flags: Flags = {} as Flags,
): Parsed<Flags> {
  const options = { ...COMMON, ...flags };
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true }) as Parsed<Flags>;
  } catch (error) {
    throw asUsageError(error, args, Object.keys(options));
  }
}

function asUsageError(error: unknown, args: readonly string[], known: string[]): unknown {
  const code = (error as { code?: string }).code;
  const names = known.map((name) => `--${name}`);
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const isKnown = (flag: string) => names.includes(flag);
    const unknown = args.map((arg) => arg.split('=')[0]!).find((arg) => arg.startsWith('-') && !isKnown(arg));
    const meant = nearest(unknown ?? '', names);
    return new UsageError(
      `unknown flag ${unknown}`,
      meant ? `did you mean ${meant}?` : `flags here: ${names.join(', ')}`,
    );
  }
  if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') {
    return new UsageError((error as Error).message.split('\n')[0]!.replaceAll("'", ''));
  }
  return error;
}
