import { UsageError } from './cli-error.ts';
import type { Command } from './command.ts';
import { listAction } from './consumers/list.ts';
import { asCliError, rebuildAction, rewindAction } from './consumers/move.ts';
import { withConsumers, type Consumers } from './consumers/open-consumers.ts';
import { pruneAction } from './consumers/prune.ts';
import { parseTarget } from './consumers/target.ts';
import { parseFlags } from './flags.ts';
import { readState } from './state.ts';

/** Connects to the broker of the stack on this data folder, and lends what is on it to `work`. */
type Lend = <Result>(dataDir: string, work: (consumers: Consumers) => Promise<Result>) => Promise<Result>;

export const command: Command = consumersCommand(async (dataDir, work) =>
  withConsumers(await readState(dataDir), work),
);

export function consumersCommand(lend: Lend, now: () => number = Date.now): Command {
  return {
    name: 'consumers',
    summary: 'list consumers, move one back, rebuild a projection, remove what nothing declares any more',
    usage: [
      'list',
      'rewind <consumer> --to <time|sequence|beginning> [--repeat]',
      'rebuild <consumer> [--partial]',
      'prune [--streams] [--yes]',
    ].join('\n'),

    run(args, io) {
      const { values, positionals } = parseFlags(args, {
        to: { type: 'string' },
        repeat: { type: 'boolean', default: false },
        partial: { type: 'boolean', default: false },
        streams: { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
      });
      const { json, repeat, partial, streams, yes } = values;
      const [action, ...names] = positionals;
      const output = { io, json };
      const withAll = <Result>(work: (consumers: Consumers) => Promise<Result>) =>
        lend(values['data-dir'], work).catch(asCliError);
      switch (action) {
        case 'list':
          return withAll((consumers) => listAction(consumers, output));
        case 'rewind': {
          const consumer = oneOf(names, action);
          const to = parseTarget(values.to, now());
          return withAll((consumers) => rewindAction(consumers, { consumer, to, repeat }, output));
        }
        case 'rebuild': {
          const consumer = oneOf(names, action);
          return withAll((consumers) => rebuildAction(consumers, { consumer, partial }, output));
        }
        case 'prune':
          return withAll((consumers) => pruneAction(consumers, { streams, yes }, output));
        default:
          throw new UsageError(
            action === undefined ? 'what about the consumers?' : `unknown action "${action}"`,
            'npm run waybill -- consumers list|rewind|rebuild|prune',
          );
      }
    },
  };
}

function oneOf([name, ...others]: string[], action: string): string {
  if (name !== undefined && others.length === 0) return name;
  throw new UsageError(
    name === undefined ? `${action} which consumer?` : `${action} one consumer at a time`,
    `npm run waybill -- consumers ${action} <consumer>; "consumers list" shows their names`,
  );
}
