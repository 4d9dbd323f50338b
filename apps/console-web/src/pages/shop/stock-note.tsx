import { Badge, formatCount } from '../../ui/index.ts';

const LOW = 20;

/** Says it where little or nothing is left; plenty needs no words. */
export function StockNote({ stock }: { stock: number | null }) {
  if (stock === null || stock > LOW) return null;
  return (
    <span>
      {stock === 0 ? (
        <Badge tone="bad">sold out</Badge>
      ) : (
        <Badge tone="warn">{formatCount(stock)} left</Badge>
      )}
    </span>
  );
}
