import type { Machine } from './machine.ts';

/**
 * A machine with these programs and the versions that they start as (empty: it does not start). It notes what is run on
 * it; `onRun` may add programs, or refuse.
 */
export function machine(
  programs: Record<string, string>,
  own: Partial<Machine> = {},
  onRun: (command: string, programs: Record<string, string>) => void = () => undefined,
) {
  const ran: string[] = [];
  const said: string[] = [];
  const made: Machine = {
    given: undefined,
    isRoot: false,
    path: ['/opt/tools', '/usr/bin'],
    playwrightPath: '/cache/chrome',
    exists: (path) => path in programs,
    launch: async (path) => {
      if (!programs[path]) throw new Error(`${path} does not start: no browser`);
      return programs[path];
    },
    install: async (program, args) => {
      const command = [program === process.execPath ? 'node' : program, ...args].join(' ');
      ran.push(command);
      onRun(command, programs);
    },
    say: (line) => void said.push(line),
    ...own,
  };
  return { made, ran, said };
}
