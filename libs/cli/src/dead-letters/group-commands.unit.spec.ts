import { beforeEach, describe, expect, it } from '@jest/globals';
import type { DeadLetterGroup, DeadLetterJob } from '@waybill/console-api';
import { call } from '../call.fixture.js';
import { CliError } from '../cli-error.js';
import type { ConsoleLink } from '../console/console-link.js';
import { deadLetters } from '../dead-letters.command.js';

const group: DeadLetterGroup = {
  ...{ id: '0123456789ab', consumer: 'sales', type: 'order.placed', error: 'Error: no row #' },
  ...{ total: 3, open: 2, failedAgain: 1, newest: '7', perHour: [0, 2] },
  ...{ firstAt: '2026-11-28T09:00:00.000Z', lastAt: '2026-11-28T10:00:00.000Z' },
};
const job: DeadLetterJob = {
  ...{
    id: 'j-1',
    action: 'replay',
    group: group.id,
    consumer: 'sales',
    type: 'order.placed',
    error: 'Error',
  },
  ...{ rate: 50, state: 'running', createdAt: '2026-11-28T10:00:00.000Z', total: 4 },
  ...{ replayed: 0, discarded: 0, alreadyResolved: 0, failed: 0, failedAgain: 0 },
};

describe('dead letters by group', () => {
  let asked: unknown[][];
  /** What the console says of the job, one time after the other. */
  let readings: (Partial<DeadLetterJob> | CliError)[];

  const link: Pick<ConsoleLink, 'get' | 'post' | 'assertRunning'> = {
    get: async <Body>(path: string, query?: object) => {
      asked.push(['GET', path, query]);
      if (path.endsWith('/groups')) return { groups: [group] } as Body;
      if (path.endsWith('/jobs')) return { jobs: [job] } as Body;
      if (path.endsWith('/7')) return { payload: '{"total":1.50}' } as Body;
      const reading = readings.shift();
      if (reading instanceof CliError) throw reading;
      return { ...job, ...reading, items: [] } as Body;
    },
    post: async <Body>(path: string, body: object) => {
      asked.push(['POST', path, body]);
      if (path.endsWith('/check')) return { errors: [{ pointer: '/total', message: 'too much' }] } as Body;
      return (path.endsWith('7/replay') ? { id: '7', state: 'replayed' } : job) as Body;
    },
    assertRunning: () => Promise.resolve(),
  };
  const noBroker = () => Promise.reject(new Error('the broker is not asked'));
  const run = (...args: string[]) =>
    call(
      deadLetters(noBroker, () => Promise.resolve(link as ConsoleLink)),
      'dead-letters',
      ...args,
    );

  beforeEach(() => {
    [asked, readings] = [[], []];
  });

  it('are listed with their counts', async () => {
    const { stdout } = await run('groups', '--consumer', 'sales', '--all');
    expect(asked).toEqual([['GET', '/api/dead-letters/groups', { consumer: 'sales', state: 'all' }]]);
    expect(stdout).toMatch(/0123456789ab +2 +3 +1 +2 .*sales +order\.placed +Error: no row #\n$/);
  });

  it('are replayed as a job that is watched to its end, while the console is away, too', async () => {
    readings = [
      { replayed: 1 },
      new CliError('the console does not respond', { code: 'CONSOLE_AWAY' }),
      { state: 'finished', replayed: 3, alreadyResolved: 1 },
    ];
    const { exitCode, stdout } = await run('replay', '--group', group.id, '--rate', '9', '--by', 'Ada');
    expect(asked[0]).toEqual(['POST', `/api/dead-letters/groups/${group.id}/replay`, { rate: 9, by: 'Ada' }]);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: 'job j-1: finished, 3 of 4 letters replayed, 1 resolved by others before\n',
    });
  });

  it('fail the command if a letter failed, or failed again', async () => {
    readings = [{ state: 'finished', replayed: 4, failedAgain: 1 }];
    expect(await run('replay', '--group', group.id)).toMatchObject({ exitCode: 1 });
  });

  it('are discarded in the background', async () => {
    const { stdout } = await run('discard', '--group', group.id, '--reason', 'old', '--detach', '--json');
    expect(JSON.parse(stdout)).toEqual(job);
    expect(asked).toHaveLength(1);
  });

  it('are chosen by ids or by a group, not by both and not by none', async () => {
    for (const args of [['replay'], ['replay', '7', '--group', group.id]]) {
      expect(await run(...args)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('which') });
    }
    expect(await run('jobs', '--cancel')).toMatchObject({ exitCode: 2 });
  });

  it('are edited, with everything else as it was, and checked first on request', async () => {
    await run('edit', '7', '--set', 'note=hi', '--by', 'Ada');
    const payload = '{"total":1.50,"note":"hi"}';
    expect(asked.at(-1)).toEqual(['POST', '/api/dead-letters/7/replay', { payload, by: 'Ada' }]);
    const checked = await run('edit', '7', '--payload', '{}', '--dry-run');
    expect(checked).toMatchObject({ exitCode: 1, stdout: '{}\n/total: too much\n' });
    expect(await run('edit', '7')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--set') });
  });

  it('shows jobs, and ends one', async () => {
    expect((await run('jobs')).stdout).toContain('running, 0 of 4 letters replayed');
    await run('jobs', 'j-1', '--cancel', '--by', 'Ada');
    expect(asked.at(-1)).toEqual(['POST', '/api/dead-letters/jobs/j-1/cancel', { by: 'Ada' }]);
  });
});
