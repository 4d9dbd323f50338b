import { useSearchParams } from 'wouter';
import { PageHeader, useChangeQuery } from '../../ui/index.ts';
import { FunnelPanel } from './funnel-panel.tsx';
import styles from './analytics.module.css';
import { PeriodPicker } from './period-picker.tsx';
import { BUCKETS, fittingBucket, type Period } from './period.ts';
import { useEras } from './queries.ts';
import { RunningFiguresStrip } from './running-figures.tsx';
import { SalesPanel } from './sales-panel.tsx';
import { TopProductsPanel } from './top-products-panel.tsx';

export function AnalyticsPage() {
  const [params] = useSearchParams();
  const change = useChangeQuery();
  const { data: eras } = useEras();
  const period: Period = { from: params.get('from') ?? '', to: params.get('to') ?? '' };
  const chosen = BUCKETS.find((bucket) => bucket === params.get('bucket'));
  return (
    <>
      <PageHeader
        title="Analytics"
        subtitle="What the analytics service has computed from the messages: confirmed orders minus cancelled ones, in UTC."
      />
      <div className="stack">
        <RunningFiguresStrip />
        <PeriodPicker
          period={period}
          bucket={chosen ?? ''}
          eras={eras ?? []}
          onPeriod={({ from, to }) => change({ from, to, bucket: '' })}
          onBucket={(bucket) => change({ bucket })}
        />
        <SalesPanel period={period} bucket={chosen ?? (eras && fittingBucket(period, eras, new Date()))} />
        <div className={styles.panels}>
          <TopProductsPanel period={period} />
          <FunnelPanel period={period} />
        </div>
      </div>
    </>
  );
}
