import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { lineDestination } from './line-destination.js';

/** A device of Linux: every write to it ends in "no space left". */
const FULL = '/dev/full';

describe('the destination of log lines', () => {
  it('has written a line when the call returns', () => {
    const folder = mkdtempSync(join(tmpdir(), 'waybill-lines-'));
    const file = join(folder, 'log');
    const fd = openSync(file, 'a');
    try {
      pino(lineDestination(fd)).info('arrived');
      expect(readFileSync(file, 'utf8')).toContain('arrived');
    } finally {
      closeSync(fd);
      rmSync(folder, { recursive: true });
    }
  });

  (existsSync(FULL) ? it : it.skip)(
    'lets the process go on if the disk is full, after a fatal line too, and keeps little of what is lost',
    async () => {
      const fd = openSync(FULL, 'w');
      try {
        const destination = lineDestination(fd);
        let dropped = 0;
        destination.on('drop', () => (dropped += 1));
        const log = pino(destination);
        for (let n = 0; n < 1_000; n++) log.info({ n }, 'x'.repeat(200));
        log.fatal('the process ends');
        await turn();
        expect(dropped).toBeGreaterThan(500);
      } finally {
        closeSync(fd);
      }
    },
  );
});
