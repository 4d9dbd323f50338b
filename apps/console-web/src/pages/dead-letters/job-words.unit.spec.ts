import type { DeadLetterJob } from '@waybill/console-api';
import { describe, expect, it } from '@jest/globals';
import { jobInWords } from './job-words.ts';

const job: DeadLetterJob = {
  ...{ id: 'j', action: 'replay', group: 'g', consumer: 'sales', type: 'order.placed', error: 'Error' },
  ...{ rate: 50, state: 'running', createdAt: '2026-11-28T10:00:00Z', total: 4 },
  ...{ replayed: 0, discarded: 0, alreadyResolved: 0, failed: 0, failedAgain: 0 },
};

describe('a job', () => {
  it('says how far it is, how fast it may go, and what it waits for', () => {
    expect(jobInWords({ ...job, replayed: 1, failed: 1 })).toBe('Replaying: 2 of 4, at most 50 a second …');
    expect(jobInWords({ ...job, action: 'discard', waitingFor: 'no broker' })).toBe(
      'Discarding: 0 of 4, at most 50 a second, waits: no broker …',
    );
  });

  it('says what became of the letters', () => {
    const ended = { ...job, replayed: 2, alreadyResolved: 1, failed: 1, failedAgain: 1 };
    expect(jobInWords({ ...ended, state: 'finished' })).toBe(
      'Done: 2 replayed, 1 already resolved by others, 1 failed, 1 failed again after the replay.',
    );
    expect(jobInWords({ ...job, state: 'cancelled', cancelledBy: 'Ada' })).toBe(
      'Cancelled by Ada: nothing yet; the others stay open.',
    );
  });
});
