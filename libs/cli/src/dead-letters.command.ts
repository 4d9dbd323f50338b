import { InvalidArgumentError } from '@commander-js/extra-typings';
import { wholeNumber } from './arguments.js';
import { UsageError } from './cli-error.js';
import { printResult, type AddCommand } from './command.js';
import { listDeadLetters, withDeadLetters } from './connect-dead-letters.js';
import { openConsole, type OpenConsole } from './console/console-link.js';
import { editAction } from './dead-letters/edit.js';
import { parseAssignment, type Assignment } from './dead-letters/edit-payload.js';
import { groupsAction, listGroupAction } from './dead-letters/groups.js';
import { cancelAction, jobAction, jobsAction, startJob } from './dead-letters/jobs.js';
import { describeLetter, describeList, resolveAll } from './dead-letters/letters.js';
import { nameFor, userName } from './operator-name.js';

const ID = 'as dead-letters list shows it';
const GROUP = 'as dead-letters groups shows it';
const MOST_RATE = 500;

/** Single letters are read from the broker and resolved there; groups and jobs are the console's. */
export function deadLetters(
  connect: typeof withDeadLetters = withDeadLetters,
  open: OpenConsole = openConsole,
): AddCommand {
  return (program, run) => {
    const group = program
      .command('dead-letters')
      .description('list, show, replay, edit or discard messages that a consumer gave up on');
    const link = () => open(run.dataDir, run.signal);

    group
      .command('groups')
      .description('open dead letters by consumer, event and kind of error')
      .option('--consumer <name>', 'only those of this consumer')
      .option('--all', 'groups without open letters too')
      .action(async ({ consumer, all = false }) => groupsAction(await link(), { consumer, all }, run));

    group
      .command('list')
      .description('open dead letters, the newest first')
      .option('--consumer <name>', 'only those of this consumer')
      .option('--group <id>', `only those of this group, ${GROUP}`)
      .option('--all', 'replayed and discarded ones too')
      .option('--limit <n>', 'how many, 500 at most of a group', wholeNumber(1, Number.MAX_SAFE_INTEGER), 100)
      .option('--before <id>', 'older ones than this letter: the next page')
      .action(async ({ group, consumer, all = false, limit, before }) => {
        if (group !== undefined) {
          return listGroupAction(await link(), { group, consumer, all, limit, before }, run);
        }
        await connect(run.dataDir, async (letters) => {
          const items = await listDeadLetters(letters, { consumer, all, limit, before });
          printResult(run, { items }, () => describeList(items, all));
        });
      });

    group
      .command('show')
      .description('one dead letter with its attempts, headers and payload')
      .argument('<id>', ID)
      .action((id) =>
        connect(run.dataDir, async (letters) => {
          const letter = await letters.show(id);
          printResult(run, letter, () => describeLetter(letter));
        }),
      );

    group
      .command('replay')
      .description('deliver dead letters to their consumer again')
      .argument('[id...]', ID)
      .option('--group <id>', `every open letter of this group, ${GROUP}, as a job`)
      .option('--rate <n>', 'of a group: letters a second, at most', wholeNumber(1, MOST_RATE), 50)
      .option('--detach', 'of a group: do not wait for the end of the job')
      .option('--by <name>', 'who does it, for the record', nameFor, userName())
      .action(async (ids, { group, rate, by, detach = false }) => {
        requireOne(ids, group);
        if (group !== undefined) {
          return startJob(await link(), { action: 'replay', group, rate, by, detach }, run);
        }
        await connect(run.dataDir, (letters) =>
          resolveAll(ids, (id) => letters.replay(id, { by }), 'replayed', run),
        );
      });

    group
      .command('discard')
      .description('resolve dead letters without a replay')
      .argument('[id...]', ID)
      .option('--group <id>', `every open letter of this group, ${GROUP}, as a job`)
      .option('--rate <n>', 'of a group: letters a second, at most', wholeNumber(1, MOST_RATE), 50)
      .option('--detach', 'of a group: do not wait for the end of the job')
      .option('--by <name>', 'who does it, for the record', nameFor, userName())
      .requiredOption('--reason <text>', 'why, for the record', reasonFor)
      .action(async (ids, { group, rate, by, detach = false, reason }) => {
        requireOne(ids, group);
        if (group !== undefined) {
          return startJob(await link(), { action: 'discard', group, rate, by, detach, reason }, run);
        }
        await connect(run.dataDir, (letters) =>
          resolveAll(ids, (id) => letters.discard(id, reason, { by }), 'discarded', run),
        );
      });

    group
      .command('edit')
      .description('replay a dead letter with another payload, which its consumer accepts')
      .argument('<id>', ID)
      .option('--payload <json|@file>', 'the whole payload')
      .option('--set <path=value>', 'a field of it, as in total.cents=5; may be repeated', collect, [])
      .option('--by <name>', 'who does it, for the record', nameFor, userName())
      .option('--dry-run', 'only check it against the contract')
      .action(async (id, { payload, set, by, dryRun = false }) =>
        editAction(await link(), { id, payload, set, by, dryRun }, run),
      );

    group
      .command('jobs')
      .description('jobs that replay or discard groups, or one of them with what became of each letter')
      .argument('[id]', 'a job')
      .option('--cancel', 'end this job: what is not done yet stays open')
      .option('--by <name>', 'who does it, for the record', nameFor, userName())
      .action(async (id, { cancel = false, by }) => {
        if (id === undefined && cancel)
          throw new UsageError('cancel which job?', 'dead-letters jobs lists them');
        if (id === undefined) return jobsAction(await link(), run);
        return cancel ? cancelAction(await link(), { id, by }, run) : jobAction(await link(), id, run);
      });
  };
}

function requireOne(ids: readonly string[], group: string | undefined): void {
  if (ids.length > 0 === (group !== undefined)) {
    throw new UsageError('which dead letters?', 'give ids as dead-letters list shows them, or --group <id>');
  }
}

function collect(text: string, before: Assignment[]): Assignment[] {
  return [...before, parseAssignment(text)];
}

function reasonFor(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Say why, for the record.');
  return text.trim();
}
