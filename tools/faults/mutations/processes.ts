import type { Mutation } from './mutation.ts';

const PROCESS = 'libs/messaging/src/process';
const SPEC = 'libs/messaging/src/guarantees/process.int.spec.ts';

/** The steps and timers of processes. */
export const processes: readonly Mutation[] = [
  {
    name: 'process-row-lock',
    guarantee: 22,
    without: 'two steps of a process run side by side, and one loses what the other has stored',
    file: `${PROCESS}/instances.sql.ts`,
    source: 'WHERE process = $1 AND id = $2 FOR UPDATE`;',
    replacement: 'WHERE process = $1 AND id = $2`;',
    provenBy: [{ spec: SPEC, test: 'one at a time, and begins once' }],
  },
  {
    name: 'process-begins-once',
    guarantee: 22,
    without: 'an event that starts a process restarts one that is under way',
    file: `${PROCESS}/instances.sql.ts`,
    source: 'ON CONFLICT DO NOTHING\n',
    replacement: 'ON CONFLICT (process, id) DO UPDATE SET state = excluded.state\n',
    provenBy: [{ spec: SPEC, test: 'one at a time, and begins once' }],
  },
  {
    name: 'process-timer-counts',
    guarantee: 22,
    without: 'a timer reaches its handler though it was cleared, or set again',
    file: `${PROCESS}/step.ts`,
    source: '    if (this.#timers[type] !== eventId) return false;\n',
    replacement: '    void eventId;\n',
    provenBy: [{ spec: SPEC, test: 'no timer that was set again or cleared' }],
  },
  {
    name: 'process-end-clears-timers',
    guarantee: 22,
    without: 'the timers of a process that has ended stay set',
    file: `${PROCESS}/step.ts`,
    source: 'if (this.#outcome !== undefined) {\n      for',
    replacement: "if (this.#outcome === '') {\n      for",
    provenBy: [{ spec: SPEC, test: 'remembers between events, and ends' }],
  },
  {
    name: 'process-ended',
    guarantee: 22,
    without: 'a process that has ended handles what comes later',
    file: `${PROCESS}/with-processes.ts`,
    source: "if (row.outcome !== null && whenEnded === 'discard') {",
    replacement: "if (row.outcome === '' && whenEnded === 'discard') {",
    provenBy: [{ spec: SPEC, test: 'that has ended discards' }],
  },
  {
    name: 'process-missing',
    guarantee: 22,
    without: 'an event whose process has not begun yet is discarded, though it was to be tried again',
    file: `${PROCESS}/with-processes.ts`,
    source: "whenMissing === 'retry' ?",
    replacement: "whenMissing === ('' as string) ?",
    provenBy: [{ spec: SPEC, test: 'that has not begun' }],
  },
];
