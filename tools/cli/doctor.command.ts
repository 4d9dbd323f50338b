import { UsageError } from './cli-error.ts';
import { print, printJson, type Command } from './command.ts';
import { parseFlags } from './flags.ts';

export const command: Command = {
  name: 'doctor',
  summary: 'whether this machine can run the platform, and how to mend what is in the way',
  usage: '[--port-base <n>]',

  async run(args, io) {
    const { values } = parseFlags(args, { 'port-base': { type: 'string' } });
    const { portBase } = await import('../start/flags.mjs');
    const { examine } = await import('../doctor/examine.ts');
    let base: number | undefined;
    try {
      base = portBase(values['port-base']);
    } catch (error) {
      throw new UsageError((error as Error).message);
    }
    const findings = await examine(values['data-dir'], base);
    const healthy = findings.every(({ ok }) => ok);
    if (values.json) printJson(io, { healthy, findings });
    else {
      for (const { name, ok, detail, fix } of findings) {
        print(
          io,
          `${ok ? 'ok   ' : 'FAULT'}  ${name.padEnd(18)} ${detail.replaceAll('\n', `\n${' '.repeat(26)}`)}`,
        );
        if (!ok && fix) print(io, `${' '.repeat(26)}→ ${fix}`);
      }
    }
    return healthy ? 0 : 1;
  },
};
