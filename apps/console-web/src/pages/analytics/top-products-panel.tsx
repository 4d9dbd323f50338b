import type { TopProducts } from '@waybill/console-api';
import type { CSSProperties } from 'react';
import { Link } from 'wouter';
import {
  Choice,
  ErrorNotice,
  formatCount,
  formatPlural,
  Loading,
  Panel,
  useQueryParam,
} from '../../ui/index.ts';
import { formatMoney } from '../../ui/exact-decimal.ts';
import styles from './analytics.module.css';
import { NoSales } from './no-sales.tsx';
import type { Period } from './period.ts';
import { useTopProducts } from './queries.ts';

type Ranking = 'revenue' | 'units';

/** What sells best, by what it brings in or by how many go. */
export function TopProductsPanel({ period }: { period: Period }) {
  const [chosen, choose] = useQueryParam('by', 'revenue');
  const by: Ranking = chosen === 'units' ? 'units' : 'revenue';
  const { data, error, refetch } = useTopProducts(period, by);
  return (
    <Panel
      title="Top products"
      actions={
        <Choice
          label="Ranked by"
          value={by}
          onChange={choose}
          options={[
            { value: 'revenue', title: 'revenue' },
            { value: 'units', title: 'units' },
          ]}
        />
      }
    >
      {error && !data ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Loading what="top products" />
      ) : data.items.length === 0 ? (
        <NoSales />
      ) : (
        <Ranked products={data} by={by} />
      )}
    </Panel>
  );
}

function Ranked({ products: { items, currency }, by }: { products: TopProducts; by: Ranking }) {
  // Lengths of bars are drawn, not added up: numbers will do.
  const sizeOf = (item: (typeof items)[number]) => (by === 'revenue' ? Number(item.revenue) : item.units);
  const largest = Math.max(...items.map(sizeOf));
  return (
    <ol className={styles.ranked}>
      {items.map((item) => (
        <li key={item.productId} style={{ '--share': sizeOf(item) / largest } as CSSProperties}>
          <Link href={`/shop/${encodeURIComponent(item.productId)}`}>{item.description}</Link>
          <span className={styles.rankFigure}>
            {by === 'revenue' ? formatMoney(item.revenue, currency) : formatPlural(item.units, 'unit')}
          </span>
          <span className={styles.rankNote}>
            {by === 'revenue' ? formatPlural(item.units, 'unit') : formatMoney(item.revenue, currency)},{' '}
            {formatCount(item.orders)} {item.orders === 1 ? 'order' : 'orders'}
          </span>
        </li>
      ))}
    </ol>
  );
}
