import type { Pace } from './pace.ts';

/** `page`: somebody has to act now. `ticket`: within days. `none`: for machines. */
export type Severity = 'page' | 'ticket' | 'none';

/** Expressions are functions of the pace, so that a test can have the same rules with shorter windows. */
export interface Alert {
  readonly alert: string;
  readonly severity: Severity;
  /** How long the expression has to hold. */
  readonly for?: string;
  expr(pace: Pace): string;
  /** One line, for the notification. */
  readonly summary: string;
  /** Further labels. */
  readonly labels?: Readonly<Record<string, string>>;
}

export interface Recording {
  readonly record: string;
  expr(pace: Pace): string;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly (Alert | Recording)[];
}

export function isAlert(rule: Alert | Recording): rule is Alert {
  return 'alert' in rule;
}
