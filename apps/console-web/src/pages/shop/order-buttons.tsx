import { Link } from 'wouter';
import { Button, classNames, formatCount } from '../../ui/index.ts';
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
      <div className={classNames('row note', styles.bursts)} role="group" aria-label="Order several at once">
        or a burst:
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

function BurstNotice({ burst: { total, accepted, refused } }: { burst: BurstProgress }) {
  const over = accepted + refused === total;
  return (
    <div className={classNames('note', styles.burst)} role="status">
      <progress max={total} value={accepted + refused} aria-label="Orders sent" />
      <p>
        {formatCount(accepted)} of {formatCount(total)} accepted
        {refused > 0 && `, ${formatCount(refused)} refused`}.
      </p>
      {over && accepted > 0 && (
        <p>
          Watch them in the <Link href="/flow">flow</Link>, the <Link href="/streams">streams</Link> or as{' '}
          <Link href="/traces">traces</Link>.
        </p>
      )}
    </div>
  );
}
