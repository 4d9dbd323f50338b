import { run } from '../../libs/cli/bootstrap/run.mjs';

/**
 * @returns what npm printed
 * @throws Error with it, if npm failed
 */
export async function runNpm(
  args: readonly string[],
  options: { cwd?: string; env?: Readonly<Record<string, string>> } = {},
): Promise<string> {
  const { status, output } = await run('npm', [...args], options);
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed:\n${output}`);
  return output;
}
