import { parser } from '@prometheus-io/lezer-promql';
import { globSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** What an expression reads: a metric, and the labels that it has to have. */
export interface UsedSeries {
  readonly metric: string;
  readonly labels: readonly string[];
  /** Where it is used. */
  readonly file: string;
}

interface RuleFile {
  groups: { rules: { expr: string }[] }[];
}
interface DashboardFile {
  panels: { targets: { expr: string }[] }[];
}

/** Of every rule and every panel in `deploy/`. */
export function usedSeries(): UsedSeries[] {
  const rules = globSync('deploy/prometheus/*.rules.yaml').flatMap((file) => {
    const { groups } = parse(readFileSync(file, 'utf8')) as RuleFile;
    return groups.flatMap((group) => group.rules).map(({ expr }) => ({ file, expr }));
  });
  const panels = globSync('deploy/grafana/*.json').flatMap((file) => {
    const dashboard = JSON.parse(readFileSync(file, 'utf8')) as DashboardFile;
    return dashboard.panels.flatMap(({ targets }) => targets).map(({ expr }) => ({ file, expr }));
  });
  return [...rules, ...panels].flatMap(({ file, expr }) =>
    seriesIn(expr.replaceAll('$__rate_interval', '5m')).map((series) => ({ ...series, file })),
  );
}

/** @throws SyntaxError it is not PromQL */
export function seriesIn(expr: string): { metric: string; labels: string[] }[] {
  const found: { metric: string; labels: string[] }[] = [];
  parser.parse(expr).iterate({
    enter({ type, from, to, node }) {
      if (type.isError) throw new SyntaxError(`not PromQL: ${expr.slice(from)}`);
      if (type.name !== 'VectorSelector') return;
      const labels = labelsIn(node);
      for (let outer = node.parent; outer; outer = outer.parent) {
        const modifier = outer.name === 'AggregateExpr' ? outer.getChild('AggregateModifier') : null;
        if (modifier?.getChild('By')) labels.push(...labelsIn(modifier));
      }
      found.push({ metric: expr.slice(from, to).replace(/\{.*/s, ''), labels: [...new Set(labels)] });
    },
  });
  return found;

  function labelsIn(within: { cursor(): { iterate(enter: (node: NodeLike) => void): void } }): string[] {
    const names: string[] = [];
    within.cursor().iterate(({ name, from, to }) => {
      if (name === 'LabelName') names.push(expr.slice(from, to));
    });
    return names;
  }
}

interface NodeLike {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}
