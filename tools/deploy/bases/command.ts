import { run } from '../../../libs/cli/bootstrap/run.mjs';

/** @throws Error with what it printed, if it failed */
export async function command(program: string, ...args: string[]): Promise<string> {
  const { status, output } = await run(program, args);
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}:\n${output}`);
  return output.trim();
}
