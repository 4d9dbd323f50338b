import type { Sales } from '@waybill/console-api';
import { Suspense, useMemo } from 'react';
import { Link } from 'wouter';
import { lazyPart } from '../../shell/lazy-part.ts';
import {
  DataTable,
  EmptyState,
  formatCount,
  formatPlural,
  Loaded,
  Panel,
  type Column,
} from '../../ui/index.ts';
import { formatMoney } from '../../ui/exact-decimal.ts';
import styles from './analytics.module.css';
import type { Bucket, Period } from './period.ts';
import { useSales } from './queries.ts';
import { fullLabel, slotsOf } from './slots.ts';

const SalesChart = lazyPart(() => import('./sales-chart.tsx'), 'SalesChart');

/** Revenue and orders over time: drawn, and as a table with the exact figures. */
export function SalesPanel({ period, bucket }: { period: Period; bucket: Bucket | undefined }) {
  const query = useSales(period, bucket);
  return (
    <Panel title="Sales over time" actions={query.data && <Totals sales={query.data} />}>
      <Loaded query={query} what="sales">
        {(sales) =>
          sales.buckets.length === 0 ? (
            <NoSales />
          ) : (
            bucket && (
              <div className={styles.sales} data-old={query.isPlaceholderData || undefined}>
                <Chart sales={sales} bucket={bucket} />
                <details>
                  <summary>As a table</summary>
                  <DataTable
                    label={`Sales by ${bucket}`}
                    columns={columnsOf(sales.currency, bucket)}
                    rows={sales.buckets}
                    rowKey={({ start }) => start}
                  />
                </details>
              </div>
            )
          )
        }
      </Loaded>
    </Panel>
  );
}

export function NoSales() {
  return (
    <EmptyState title="There is no confirmed order in this period">
      <p>
        <Link href="/shop">Order something</Link>, choose another period, or import history:
      </p>
      <code>npm run waybill -- import &lt;file.csv&gt;</code>
    </EmptyState>
  );
}

function Chart({ sales, bucket }: { sales: Sales; bucket: Bucket }) {
  const slots = useMemo(() => slotsOf(sales.buckets, bucket), [sales.buckets, bucket]);
  return (
    <Suspense fallback={<div className={styles.chart} />}>
      <SalesChart slots={slots} bucket={bucket} currency={sales.currency} />
    </Suspense>
  );
}

function Totals({ sales: { total, currency } }: { sales: Sales }) {
  return (
    <p className="row facts">
      <strong className="mono">{formatMoney(total.revenue, currency)}</strong>
      <span>{formatPlural(total.orders, 'order')}</span>
      <span>{formatPlural(total.units, 'unit')}</span>
    </p>
  );
}

const TITLES: Record<Bucket, string> = { hour: 'Hour', day: 'Day', month: 'Month' };

function columnsOf(currency: string, bucket: Bucket): readonly Column<Sales['buckets'][number]>[] {
  return [
    { key: 'start', title: TITLES[bucket], cell: ({ start }) => fullLabel(new Date(start), bucket) },
    { key: 'orders', title: 'Orders', align: 'end', cell: ({ orders }) => formatCount(orders) },
    { key: 'units', title: 'Units', align: 'end', cell: ({ units }) => formatCount(units) },
    {
      key: 'revenue',
      title: 'Revenue',
      align: 'end',
      cell: ({ revenue }) => <code>{formatMoney(revenue, currency)}</code>,
    },
  ];
}
