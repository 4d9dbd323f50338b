import type { TopProducts } from '@waybill/console-api';
import type { CSSProperties } from 'react';
import { Link } from 'wouter';
import { Choice, classNames, formatPlural, Loaded, Panel, useQueryParam } from '../../ui/index.ts';
import { formatMoney } from '../../ui/exact-decimal.ts';
import styles from './analytics.module.css';
import type { Period } from './period.ts';
import { useTopProducts } from './queries.ts';
import { NoSales } from './sales-panel.tsx';

/** What sells best, by revenue or by units. */
export function TopProductsPanel({ period }: { period: Period }) {
  const [chosen, choose] = useQueryParam('by', 'revenue');
  const by = chosen === 'units' ? 'units' : 'revenue';
  const query = useTopProducts(period, by);
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
      <Loaded query={query} what="top products">
        {(products) => (products.items.length === 0 ? <NoSales /> : <Ranked products={products} by={by} />)}
      </Loaded>
    </Panel>
  );
}

function Ranked({ products: { items, currency }, by }: { products: TopProducts; by: 'revenue' | 'units' }) {
  // A bar needs no exact decimal.
  const largest = Math.max(...items.map((item) => Number(item[by])));
  return (
    <ol className={styles.bars}>
      {items.map((item) => {
        const revenue = formatMoney(item.revenue, currency);
        const units = formatPlural(item.units, 'unit');
        return (
          <li key={item.productId} style={{ '--share': Number(item[by]) / largest } as CSSProperties}>
            <Link className="plain-link" href={`/shop/${encodeURIComponent(item.productId)}`}>
              {item.description}
            </Link>
            <code>{by === 'revenue' ? revenue : units}</code>
            <span className={classNames('note', styles.barNote)}>
              {by === 'revenue' ? units : revenue}, {formatPlural(item.orders, 'order')}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
