import type { GeneratedFile } from '@waybill/cli';
import { dashboards } from './dashboards/all.ts';
import { renderDashboard } from './dashboards/render-dashboard.ts';
import { ruleGroups } from './groups.ts';
import { realTime } from './pace.ts';
import { renderPrometheus } from './render-prometheus.ts';
import { renderRules } from './render-rules.ts';

/** Rules and settings of Prometheus, dashboards of Grafana. */
export const generatedFiles: readonly GeneratedFile[] = [
  ...Object.keys(ruleGroups([])).map((name) => ({
    path: `deploy/prometheus/${name}.rules.yaml`,
    render: async () => renderRules(ruleGroups(await services())[name]!, realTime),
  })),
  { path: 'deploy/prometheus/prometheus.yaml', render: async () => renderPrometheus(await services()) },
  ...dashboards.map((dashboard) => ({
    path: `deploy/grafana/${dashboard.uid}.json`,
    render: async () => renderDashboard(dashboard),
  })),
];

async function services(): Promise<readonly string[]> {
  return (await import('@waybill/stack')).serviceNames;
}
