import type { OrdersPage, OrderSummary } from '@waybill/console-api';
import { useState, type FormEvent } from 'react';
import { Link, useLocation } from 'wouter';
import { useJson } from '../../api/use-json.ts';
import {
  Button,
  classNames,
  DataTable,
  EmptyState,
  Loaded,
  Panel,
  shortId,
  TextField,
  Timestamp,
  type Column,
} from '../../ui/index.ts';
import { formatMoney } from '../../ui/exact-decimal.ts';
import styles from './messages.module.css';
import { OrderStatusBadge } from './order-facts.tsx';

/** A field for an id, and the newest orders to choose from. */
export function OrderFinder() {
  const orders = useJson<OrdersPage>(['messages', 'orders'], '/services/order/orders?limit=25');
  return (
    <>
      <IdForm />
      <Panel title="Recent orders" flush>
        <Loaded query={orders} what="recent orders">
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState title="No orders yet" action={<Link href="/shop">Go to the shop</Link>}>
                Place an order, and every message that it causes is shown here.
              </EmptyState>
            ) : (
              <DataTable
                label="Recent orders"
                columns={COLUMNS}
                rows={items}
                rowKey={({ orderId }) => orderId}
                rowHref={({ orderId }) => addressOf(orderId)}
              />
            )
          }
        </Loaded>
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
    <form className={classNames('row form', styles.find)} onSubmit={submit}>
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
    cell: ({ total, currency }) => <code>{formatMoney(total, currency)}</code>,
  },
  { key: 'placed', title: 'Placed', align: 'end', cell: ({ placedAt }) => <Timestamp at={placedAt} /> },
];
