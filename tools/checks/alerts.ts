import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { serviceNames } from '@waybill/stack';
import { parse } from 'yaml';
import { z } from 'zod';
import { ruleGroups } from '../alerts/groups.ts';
import { runbookOf } from '../alerts/render-rules.ts';
import { isAlert } from '../alerts/rule.ts';

export const title = 'every alert has its runbook, and a test in which it fires';

export function check(): string[] {
  const tests = globSync('deploy/prometheus/*.test.yaml').map((file) =>
    RuleTests.parse(parse(readFileSync(file, 'utf8'))),
  );
  const cases = tests.flatMap((file) => file.tests).flatMap((test) => test.alert_rule_test);
  return alertErrors({
    alerts: Object.values(ruleGroups(serviceNames))
      .flat()
      .flatMap(({ rules }) => rules.filter(isAlert).map(({ alert }) => alert)),
    runbooks: globSync('deploy/runbooks/*.md').map((file) => basename(file)),
    fired: cases.filter(({ exp_alerts: expected }) => expected.length > 0).map(({ alertname }) => alertname),
  });
}

const RuleTests = z.object({
  tests: z.array(
    z.object({
      alert_rule_test: z
        .array(z.object({ alertname: z.string(), exp_alerts: z.array(z.unknown()).default([]) }))
        .default([]),
    }),
  ),
});

export interface Covered {
  readonly alerts: readonly string[];
  readonly runbooks: readonly string[];
  /** Alerts that some test expects to fire. */
  readonly fired: readonly string[];
}

export function alertErrors({ alerts, runbooks, fired }: Covered): string[] {
  const names = [...new Set(alerts)];
  const wanted = names.map(runbookOf);
  return [
    ...wanted.filter((file) => !runbooks.includes(file)).map((file) => `deploy/runbooks/${file} is missing`),
    ...runbooks
      .filter((file) => !wanted.includes(file))
      .map((file) => `deploy/runbooks/${file} is of no alert`),
    ...names
      .filter((name) => !fired.includes(name))
      .map((name) => `${name} fires in no test: add one to deploy/prometheus/*.test.yaml`),
  ];
}
