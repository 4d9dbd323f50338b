import type { Machine } from './machine.ts';

/** A machine with these programs, which notes what is run on it; `onRun` may add programs, or refuse. */
export function machine(
  programs: Record<string, string>,
  own: Partial<Machine> = {},
  onRun: (command: string, programs: Record<string, string>) => void = () => undefined,
) {
  const ran: string[] = [];
  const said: string[] = [];
  const made: Machine = {
    given: undefined,
    platform: 'linux',
    isRoot: false,
    distributions: [],
    path: ['/opt/tools'],
    home: '/home/ada',
    downloaded: '/cache/chrome',
    playwright: ['node', 'playwright'],
    isProgram: (path) => path in programs,
    run: async (program, args) => {
      const command = [program, ...args].join(' ');
      ran.push(command);
      onRun(command, programs);
      return programs[program] ?? '';
    },
    say: (line) => said.push(line),
    ...own,
  };
  return { made, ran, said };
}
