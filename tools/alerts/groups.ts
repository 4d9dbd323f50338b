import { rulesOf } from './slo.ts';
import { slos } from './slos.ts';
import type { RuleGroup } from './rule.ts';
import { consumers } from './rules/consumers.ts';
import { loss } from './rules/loss.ts';
import { servers } from './rules/servers.ts';
import { servicesGroup } from './rules/services.ts';

/** By the name of their file: `<name>.rules.yaml`. */
export function ruleGroups(services: readonly string[]): Readonly<Record<string, readonly RuleGroup[]>> {
  const relevant = slos.filter(({ service }) => service === undefined || services.includes(service));
  return { slo: relevant.map(rulesOf), causes: [loss, consumers, servers, servicesGroup(services)] };
}
