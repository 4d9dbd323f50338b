import type { Alert, Recording, RuleGroup, Severity } from './rule.ts';

/** A service level objective: which share of the events has to be good, over 30 days. */
export interface Slo {
  readonly name: string;
  /** The service without which it has no meaning; undefined if it concerns all. */
  readonly service?: string;
  /** Of the alert that says that the error budget is being spent too fast. */
  readonly alert: string;
  readonly objective: number;
  readonly summary: string;
  /** The events in a window, as a rate. */
  total(window: string): string;
  /** Those of them that are bad. */
  errors(window: string): string;
}

interface BurnRate {
  readonly severity: Severity;
  /** How many times faster than a budget that lasts exactly its 30 days. */
  readonly rate: number;
  readonly long: string;
  /** A twelfth of it: the alert ends soon after its cause. */
  readonly short: string;
}

/** Of Google's SRE Workbook, chapter 5: 2 %, 5 %, 10 % and 10 % of the budget of 30 days are spent when they fire. */
const BURN_RATES: readonly BurnRate[] = [
  { severity: 'page', rate: 14.4, long: '1h', short: '5m' },
  { severity: 'page', rate: 6, long: '6h', short: '30m' },
  { severity: 'ticket', rate: 3, long: '1d', short: '2h' },
  { severity: 'ticket', rate: 1, long: '3d', short: '6h' },
];
const WINDOWS = BURN_RATES.flatMap(({ short, long }) => [short, long]);
const PERIOD = '30d';

/** Its ratios as recordings, and the alerts on them. */
export function rulesOf(slo: Slo): RuleGroup {
  return {
    name: `slo-${slo.name}`,
    rules: [
      ...[...new Set(WINDOWS)].map((window) => ratio(slo, window)),
      budget(slo),
      remaining(slo),
      burns(slo, 'page'),
      burns(slo, 'ticket'),
    ],
  };
}

function ratio(slo: Slo, window: string): Recording {
  return {
    record: recordOf(window),
    labels: { slo: slo.name },
    // No events, no ratio. No errors is a ratio of 0.
    expr: ({ range }) => `clamp_min(${slo.errors(range(window))} / (${slo.total(range(window))} > 0), 0)`,
  };
}

function budget({ name, objective }: Slo): Recording {
  return {
    record: 'slo:error_budget:ratio',
    labels: { slo: name },
    expr: () => `vector(${budgetOf(objective)})`,
  };
}

function remaining({ name, objective }: Slo): Recording {
  const series = `${recordOf('5m')}{slo="${name}"}`;
  return {
    record: 'slo:error_budget_remaining:ratio',
    labels: { slo: name },
    expr: ({ range }) => `1 - avg_over_time(${series}[${range(PERIOD)}]) / ${budgetOf(objective)}`,
  };
}

function burns(slo: Slo, severity: Severity): Alert {
  const rates = BURN_RATES.filter((each) => each.severity === severity);
  return {
    alert: slo.alert,
    severity,
    labels: { slo: slo.name },
    expr: () => rates.map((each) => burnsAt(slo, each)).join('\nor\n'),
    summary: slo.summary,
  };
}

function burnsAt({ name, objective }: Slo, { rate, long, short }: BurnRate): string {
  const above = (window: string) => `${recordOf(window)}{slo="${name}"} > ${rate} * ${budgetOf(objective)}`;
  return `(${above(long)} and ${above(short)})`;
}

/** The names of sloth, which its dashboards expect. */
function recordOf(window: string): string {
  return `slo:sli_error:ratio_rate${window}`;
}

/** Not 0.0010000000000000009. */
function budgetOf(objective: number): number {
  return Number((1 - objective).toFixed(6));
}
