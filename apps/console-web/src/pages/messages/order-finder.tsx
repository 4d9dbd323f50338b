import type { OrderSummary } from '@waybill/console-api';
import { useState, type FormEvent } from 'react';
import { Link, useLocation } from 'wouter';
import {
  Button,
  DataTable,
  EmptyState,
  ErrorNotice,
  Loading,
  Panel,
  shortId,
  TextField,
  Timestamp,
  type Column,
} from '../../ui/index.ts';
import { formatMoney } from '../../ui/exact-decimal.ts';
import styles from './messages.module.css';
import { OrderStatusBadge } from './order-facts.tsx';
import { useRecentOrders } from './queries.ts';

/** Nothing asked for yet: an id to paste, or the newest orders to choose from. */
export function OrderFinder() {
  return (
    <>
      <IdForm />
      <Panel title="Recent orders" flush>
        <RecentOrders />
      </Panel>
    </>
  );
}

function IdForm() {
  const [id, setId] = useState('');
  const [, navigate] = useLocation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (id.trim()) navigate(addressOf(id.trim()));
  };
  return (
    <form className={styles.find} onSubmit={submit}>
      <TextField
        label="Order or event id"
        placeholder="019e3f2a-…"
        value={id}
        onChange={setId}
        maxLength={255}
        spellCheck={false}
      />
      <Button type="submit" variant="primary">
        Show its messages
      </Button>
    </form>
  );
}

function RecentOrders() {
  const [, navigate] = useLocation();
  const { data, error, isPending, refetch } = useRecentOrders();
  if (error && !data) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (isPending) return <Loading what="recent orders" />;
  if (data.items.length === 0) {
    return (
      <EmptyState title="Nobody has ordered yet" action={<Link href="/shop">Go shopping</Link>}>
        Place an order, and every message that it sets off is drawn here.
      </EmptyState>
    );
  }
  return (
    <DataTable
      label="Recent orders"
      columns={COLUMNS}
      rows={data.items}
      rowKey={({ orderId }) => orderId}
      onOpen={({ orderId }) => navigate(addressOf(orderId))}
    />
  );
}

function addressOf(id: string): string {
  return `/messages/${encodeURIComponent(id)}`;
}

const COLUMNS: readonly Column<OrderSummary>[] = [
  {
    key: 'order',
    title: 'Order',
    cell: ({ orderId }) => (
      <Link href={addressOf(orderId)} className="mono" title={orderId}>
        {shortId(orderId)}
      </Link>
    ),
  },
  { key: 'status', title: 'Status', cell: ({ status }) => <OrderStatusBadge status={status} /> },
  { key: 'customer', title: 'Customer', cell: ({ customerId }) => customerId },
  { key: 'priority', title: 'Priority', cell: ({ priority }) => priority },
  { key: 'lines', title: 'Lines', align: 'end', cell: ({ lineCount }) => lineCount },
  {
    key: 'total',
    title: 'Total',
    align: 'end',
    cell: ({ total, currency }) => <span className="mono">{formatMoney(total, currency)}</span>,
  },
  { key: 'placed', title: 'Placed', align: 'end', cell: ({ placedAt }) => <Timestamp at={placedAt} /> },
];
