import { defineEvent, type Log } from '@waybill/messaging';
import { z } from 'zod';

/** What the benchmarks publish: about 400 bytes of body, eight CloudEvents headers. */
export const BenchHappened = defineEvent({
  type: 'bench.happened',
  version: 1,
  owner: 'bench',
  key: (data) => data.id,
  schema: z.object({ id: z.string(), number: z.int(), filling: z.string() }),
});

export const FILLING = 'x'.repeat(320);

/** Prints warnings and errors only, on standard error. */
export const benchLog: Log = {
  debug: () => {},
  info: () => {},
  warn: (fields, message) => console.error(message, fields),
  error: (fields, message) => console.error(message, fields),
};
