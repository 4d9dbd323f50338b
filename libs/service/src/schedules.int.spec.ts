import { afterEach, describe, expect, it } from '@jest/globals';
import { Injectable, Scope } from '@nestjs/common';
import { execute, schedule, type ScheduledRun } from '@waybill/messaging';
import { eventually } from '@waybill/testing';
import { defineService } from './index.js';
import { pg } from './postgres/index.js';
import { startTestService, type TestService } from './testing/index.js';

@Injectable()
class Seen {
  readonly runs: ScheduledRun[] = [];
}

@Injectable()
class NoteRun {
  constructor(private readonly seen: Seen) {}

  async run(run: ScheduledRun): Promise<void> {
    await execute(run.tx, 'SELECT 1', []);
    this.seen.runs.push(run);
  }
}

@Injectable({ scope: Scope.REQUEST })
class OfEachRequest {
  async run(): Promise<void> {}
}

@Injectable()
class WithoutRun {}

const serviceWith = (...schedules: ReturnType<typeof schedule>[]) =>
  defineService({ name: 'recommendation', database: pg(), schedules, providers: [Seen] });

describe('the schedules of a service', () => {
  let service: TestService | undefined;
  afterEach(async () => {
    await service?.close();
    service = undefined;
  });

  it('run by the clock, their tasks being providers', async () => {
    service = await startTestService(serviceWith(schedule('note-run', { every: '1s' }, NoteRun)), {
      config: { schedules: true },
    });
    const { runs } = service.app.get(Seen);
    await eventually(() => Promise.resolve(runs.length > 0));
    expect(runs[0]).toMatchObject({ schedule: 'note-run', attempt: 1, missed: 0, due: expect.any(Date) });
    const { checks } = (await (await fetch(`${service.url}/health`)).json()) as { checks: object[] };
    expect(checks).toContainEqual(expect.objectContaining({ name: 'database', status: 'ok' }));
  });

  it('run in a test when it says so, for the due time that it says', async () => {
    service = await startTestService(serviceWith(schedule('note-run', { cron: '0 3 * * *' }, NoteRun)));
    const due = new Date('2026-03-01T03:00:00Z');
    await service.runSchedule('note-run', due);
    expect(service.app.get(Seen).runs).toMatchObject([{ due }]);
    await expect(service.runSchedule('other')).rejects.toThrow(/has no schedule called other/);
  });

  it('whose tasks cannot run are refused at start, all together', async () => {
    const definition = serviceWith(
      schedule('of-each-request', { every: '1h' }, OfEachRequest),
      schedule('without-run', { every: '1h' }, WithoutRun as never),
    );
    const start = startTestService(definition);
    await expect(start).rejects.toMatchObject({
      code: 'WIRING_REFUSED',
      reasons: [
        expect.stringMatching(/^schedule of-each-request: OfEachRequest is its task and request-scoped/),
        expect.stringMatching(/^schedule without-run: WithoutRun is its task and has no method called run/),
      ],
    });
  });

  it('need a database', () => {
    const schedules = [schedule('note-run', { every: '1h' }, NoteRun)];
    expect(() => defineService({ name: 'parcels', schedules })).toThrow(/has schedules but no database/);
  });
});
