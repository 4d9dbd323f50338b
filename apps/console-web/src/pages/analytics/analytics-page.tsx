import { useSearchParams } from 'wouter';
import { PageHeader } from '../../ui/index.ts';
import styles from './analytics.module.css';
import { FunnelPanel } from './funnel-panel.tsx';
import { PeriodPicker } from './period-picker.tsx';
import { fittingBucket, type Bucket, type Period } from './period.ts';
import { useEras } from './queries.ts';
import { RunningFiguresStrip } from './running-figures.tsx';
import { SalesPanel } from './sales-panel.tsx';
import { TopProductsPanel } from './top-products-panel.tsx';

const BUCKETS: readonly string[] = ['hour', 'day', 'month'] satisfies Bucket[];

export function AnalyticsPage() {
  const [params, setParams] = useSearchParams();
  const { data: eras } = useEras();
  const period: Period = { from: params.get('from') ?? '', to: params.get('to') ?? '' };
  const chosen = params.get('bucket') ?? '';
  const bucket = BUCKETS.includes(chosen)
    ? (chosen as Bucket)
    : eras && fittingBucket(period, eras, new Date());
  const change = (values: Record<string, string>) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        for (const [name, value] of Object.entries(values)) {
          if (value) after.set(name, value);
          else after.delete(name);
        }
        return after;
      },
      { replace: true },
    );
  return (
    <>
      <PageHeader
        title="Analytics"
        subtitle="What the analytics service has made of the messages: confirmed orders minus cancelled ones, in UTC."
      />
      <RunningFiguresStrip />
      <PeriodPicker
        period={period}
        bucket={chosen}
        eras={eras ?? []}
        onPeriod={({ from, to }) => change({ from, to, bucket: '' })}
        onBucket={(next) => change({ bucket: next })}
      />
      <div className={styles.panels}>
        <div className={styles.wide}>
          <SalesPanel period={period} bucket={bucket} />
        </div>
        <TopProductsPanel period={period} />
        <FunnelPanel period={period} />
      </div>
    </>
  );
}
