import type { Order, OrderStatus } from '@waybill/console-api';
import { Badge, classNames, formatPlural, Timestamp, type Tone } from '../../ui/index.ts';
import { formatMoney } from '../../ui/exact-decimal.ts';
import styles from './messages.module.css';

/** The order that the messages are about, in one line. */
export function OrderFacts({ order }: { order: Order }) {
  const { customerId, priority, total, currency, lines, placedAt, reasonDetail, reason } = order;
  return (
    <p className={classNames('row facts soft', styles.order)}>
      <OrderStatusBadge status={order.status} />
      <span>customer {customerId}</span>
      <code>{formatMoney(total, currency)}</code>
      <span>{formatPlural(lines.length, 'line')}</span>
      <span>{priority} lane</span>
      <span>
        placed <Timestamp at={placedAt} />
      </span>
      {reason && <span>{reasonDetail ?? reason}</span>}
    </p>
  );
}

export function OrderStatusBadge({ status }: { status: OrderStatus }) {
  return <Badge tone={TONES[status]}>{status}</Badge>;
}

const TONES: Record<OrderStatus, Tone> = {
  placed: 'warn',
  confirmed: 'good',
  rejected: 'bad',
  cancelled: 'neutral',
};
