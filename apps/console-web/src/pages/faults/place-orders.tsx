import { useState } from 'react';
import { Link } from 'wouter';
import { Button, classNames, ErrorNotice, formatPlural, TextField } from '../../ui/index.ts';
import styles from './counters.module.css';
import type { Placed } from './place-demo-orders.ts';
import { usePlaceOrders } from './use-place-orders.ts';

const MOST = 200;

export function PlaceOrders() {
  const [count, setCount] = useState(10);
  const orders = usePlaceOrders();
  return (
    <form
      className={classNames('row form', styles.place)}
      onSubmit={(event) => {
        event.preventDefault();
        orders.mutate(count);
      }}
    >
      <TextField
        label="How many orders"
        type="number"
        min={1}
        max={MOST}
        value={String(count)}
        onChange={(text) => setCount(Math.min(MOST, Math.max(1, Math.round(Number(text)))))}
      />
      <Button type="submit" variant="primary" disabled={orders.isPending}>
        {orders.isPending ? 'Ordering …' : `Place ${formatPlural(count, 'order')}`}
      </Button>
      <div role="status">{orders.data && <PlacedWords {...orders.data} />}</div>
      {orders.error && <ErrorNotice error={orders.error} />}
    </form>
  );
}

export function PlacedWords({ orderIds, refusals }: Placed) {
  const last = orderIds.at(-1);
  return (
    <>
      {formatPlural(orderIds.length, 'order')} accepted.{' '}
      {last && <Link href={`/messages/${encodeURIComponent(last)}`}>Follow the last one</Link>}
      {refusals.map((refusal) => (
        <p key={refusal} className="error">
          Refused: {refusal}
        </p>
      ))}
    </>
  );
}
