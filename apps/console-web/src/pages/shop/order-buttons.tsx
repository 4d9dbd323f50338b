import { Link } from 'wouter';
import { Button, formatCount } from '../../ui/index.ts';
import styles from './cart-panel.module.css';
import type { BurstProgress } from './order-burst.ts';
import type { Ordering } from './use-ordering.ts';

const BURSTS = [10, 100];

export function OrderButtons({ ordering, empty }: { ordering: Ordering; empty: boolean }) {
  const { order, running, burst } = ordering;
  const disabled = running || empty;
  return (
    <>
      <Button variant="primary" className={styles.order} disabled={disabled} onClick={() => void order(1)}>
        {running ? 'Ordering …' : 'Place order'}
      </Button>
      <div className={styles.bursts} role="group" aria-label="Order several at once">
        <span className="soft">or a burst:</span>
        {BURSTS.map((times) => (
          <Button
            key={times}
            size="small"
            disabled={disabled}
            title={`Places this order ${times} times, each a trace of its own`}
            aria-label={`Order ${times} times`}
            onClick={() => void order(times)}
          >
            ×{times}
          </Button>
        ))}
      </div>
      {burst && <BurstNotice burst={burst} />}
    </>
  );
}

function BurstNotice({ burst: { total, taken, refused } }: { burst: BurstProgress }) {
  const over = taken + refused === total;
  return (
    <div className={styles.burst} role="status">
      <progress max={total} value={taken + refused} aria-label="Orders answered" />
      <p>
        {formatCount(taken)} of {formatCount(total)} taken{refused > 0 && `, ${formatCount(refused)} refused`}
        .
      </p>
      {over && taken > 0 && (
        <p>
          Watch them in the <Link href="/flow">flow</Link>, the <Link href="/streams">streams</Link> or as{' '}
          <Link href="/traces">traces</Link>.
        </p>
      )}
    </div>
  );
}
