import type { Mutation } from './mutation.ts';

const SCHEDULE = 'libs/messaging/src/schedule';
const SPEC = `${SCHEDULE}/schedules.int.spec.ts`;

/** Tasks at their due times. */
export const schedules: readonly Mutation[] = [
  {
    name: 'schedule-completed-until',
    guarantee: 20,
    without: 'a due time that was completed stays owed',
    file: `${SCHEDULE}/attempt.sql.ts`,
    source: 'SET completed_until = $4::timestamptz, completed_at',
    replacement: 'SET completed_until = least(completed_until, $4::timestamptz), completed_at',
    provenBy: [{ spec: SPEC, test: 'runs for each due time once' }],
  },
  {
    name: 'schedule-completed-with-effects',
    guarantee: 20,
    without: 'a due time is completed before its task has run, in another transaction',
    file: `${SCHEDULE}/scheduled-attempts.ts`,
    source: "if (!(await lockAttempt(tx, attempt, statementLimitOf(timeoutMs)))) return 'superseded';",
    replacement:
      'await this.ports.transactions.run((own) => completeRun(own, attempt, run.due.getTime()));\n        void [lockAttempt, statementLimitOf];',
    provenBy: [{ spec: SPEC, test: 'leaves nothing of a run whose process is killed' }],
  },
  {
    name: 'schedule-attempt-begun',
    guarantee: 20,
    without: 'two replicas begin the same attempt',
    file: `${SCHEDULE}/attempt.sql.ts`,
    source: 'SET attempts = attempts + 1, begun_at',
    replacement: 'SET attempts = attempts, begun_at',
    provenBy: [{ spec: SPEC, test: 'runs for each due time once' }, { spec: SPEC }],
  },
  {
    name: 'schedule-row-lock',
    guarantee: 20,
    without: 'a run does not hold its row, and another replica runs beside it',
    file: `${SCHEDULE}/attempt.sql.ts`,
    source: 'FROM messaging_schedule WHERE ${IS_CURRENT} FOR UPDATE SKIP LOCKED`;',
    replacement: 'FROM messaging_schedule WHERE ${IS_CURRENT}`;',
    provenBy: [{ spec: SPEC }],
  },
  {
    name: 'schedule-overtaken',
    guarantee: 20,
    without: 'a replica that was overtaken runs all the same',
    file: `${SCHEDULE}/scheduled-attempts.ts`,
    source: "return 'superseded';\n        const",
    replacement: 'void 0;\n        const',
    provenBy: [{ spec: SPEC, test: 'overtaken between' }],
  },
  {
    name: 'schedule-database-clock',
    guarantee: 20,
    without: 'a replica whose clock is wrong runs at the wrong time',
    file: `${SCHEDULE}/schedule-states.sql.ts`,
    source: 'return execute<ScheduleState>(tx, SELECT_STATES, [JSON.stringify(names)]);',
    replacement:
      'return execute<ScheduleState>(tx, SELECT_STATES, [JSON.stringify(names)]).then((states) => states.map((state) => ({ ...state, now: Date.now() })));',
    provenBy: [{ spec: SPEC, test: 'clock of the database' }],
  },
  {
    name: 'schedule-backoff',
    guarantee: 20,
    without: 'a task that fails, or kills its process, is tried again without pause',
    file: `${SCHEDULE}/attempt.sql.ts`,
    source: 'AND coalesce(available_at <= clock_timestamp(), true)',
    replacement: 'AND TRUE',
    provenBy: [{ spec: SPEC, test: 'before its failure was recorded' }],
  },
  {
    name: 'schedule-given-back',
    guarantee: 20,
    without: 'a run that a shutdown cuts off counts as an attempt, and waits',
    file: `${SCHEDULE}/scheduled-attempts.ts`,
    source: '    await transactions.run((tx) => giveBackAttempt(tx, attempt));\n',
    replacement: '    void [transactions, giveBackAttempt, attempt];\n',
    provenBy: [{ spec: SPEC, test: 'given back at the deadline' }],
  },
  {
    name: 'schedule-catch-up',
    guarantee: 20,
    without: 'due times that passed while no process ran are forgotten',
    file: `${SCHEDULE}/due-times.ts`,
    source: "if (catchUp === 'all') return { due: first, missed: 0 };",
    replacement: '',
    provenBy: [{ spec: `${SCHEDULE}/due-times.unit.spec.ts` }],
  },
];
