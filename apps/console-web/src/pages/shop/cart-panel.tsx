import { useState } from 'react';
import { Link } from 'wouter';
import { Badge, classNames, ErrorNotice, formatPlural, Panel } from '../../ui/index.ts';
import { formatMoney } from '../../ui/exact-decimal.ts';
import { totalsOf, unitsOf, type OrderRequest } from './cart.ts';
import styles from './cart-panel.module.css';
import { CartStepper } from './cart-stepper.tsx';
import { OrderButtons } from './order-buttons.tsx';
import { ProductPicture } from './product-picture.tsx';
import shop from './shop.module.css';
import { isDeclined } from './shoppers.ts';
import { useOrdering } from './use-ordering.ts';
import { shopAddress, useShop } from './use-shop.ts';

/** The cart, and the buttons that order it. */
export function CartPanel() {
  const { shopper, cart } = useShop();
  const [priority, setPriority] = useState<OrderRequest['priority']>('standard');
  const ordering = useOrdering(priority);
  const units = unitsOf(cart);
  return (
    <Panel title="Cart" actions={units > 0 && <Badge>{formatPlural(units, 'item')}</Badge>}>
      <div className="stack tight">
        {cart.lines.length === 0 ? (
          <p className="soft">Nothing in it yet. Add something, order it, and follow its messages.</p>
        ) : (
          <>
            <ul className={classNames('stack tight', styles.lines)}>
              {cart.lines.map((line) => (
                <li key={line.productId} className={shop.line}>
                  <ProductPicture productId={line.productId} description={line.description} size="small" />
                  <span className={shop.lineWords}>
                    <Link className="plain-link" href={shopAddress(shopper, line.productId)}>
                      {line.description}
                    </Link>
                    <span className="mono soft">
                      {formatMoney(line.unitPrice.amount, line.unitPrice.currency)}
                    </span>
                  </span>
                  <CartStepper product={line} />
                </li>
              ))}
            </ul>
            <p className={classNames('row apart', styles.total)}>
              <span>Total</span>
              <output>
                {totalsOf(cart)
                  .map(({ amount, currency }) => formatMoney(amount, currency))
                  .join(' + ')}
              </output>
            </p>
            <fieldset className={styles.priority}>
              <legend className="visually-hidden">Priority</legend>
              {(['standard', 'express'] as const).map((each) => (
                <label key={each}>
                  <input
                    type="radio"
                    name="priority"
                    checked={priority === each}
                    onChange={() => setPriority(each)}
                  />
                  {each}
                </label>
              ))}
            </fieldset>
            {isDeclined(shopper) && (
              <p className="toned" data-tone="warn">
                This shopper’s card is declined: the order will be rejected.
              </p>
            )}
          </>
        )}
        <OrderButtons ordering={ordering} empty={cart.lines.length === 0} />
        {ordering.error !== undefined && <ErrorNotice error={ordering.error} />}
      </div>
    </Panel>
  );
}
