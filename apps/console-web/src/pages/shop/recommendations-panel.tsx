import type { Recommendations } from '@waybill/console-api';
import { Link } from 'wouter';
import { Badge, classNames, Loaded, Panel } from '../../ui/index.ts';
import { ProductPicture } from './product-picture.tsx';
import { useProduct } from './queries.ts';
import { useRecommendations } from './recommendation-queries.ts';
import styles from './shop.module.css';
import { shopperTitle } from './shoppers.ts';
import { shopAddress, useShop } from './use-shop.ts';

/** Recommendations for this shopper; they follow what the shopper views and orders, through messages. */
export function RecommendationsPanel() {
  const { shopper } = useShop();
  const query = useRecommendations(shopper);
  const basis = query.data?.basis;
  return (
    <Panel
      title={`For ${shopperTitle(shopper)}`}
      actions={basis && <Badge tone={basis === 'personal' ? 'accent' : 'neutral'}>{basis}</Badge>}
    >
      <Loaded query={query} what="recommendations">
        {({ items }) =>
          items.length === 0 ? (
            <p className="soft">
              Nothing to recommend yet: there are no orders. View a few products and order two together.
            </p>
          ) : (
            <ul className="stack tight">
              {items.map((item) => (
                <li key={item.productId} className={classNames(styles.line, styles.arriving)}>
                  <RecommendedProduct item={item} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  );
}

function RecommendedProduct({ item }: { item: Recommendations['items'][number] }) {
  const { shopper } = useShop();
  const { productId, description, because } = item;
  // Of a product that was only viewed, the recommendation service knows just the id.
  const { data: product } = useProduct(productId);
  return (
    <>
      <ProductPicture productId={productId} description={description} size="small" />
      <span className={styles.lineWords}>
        <Link className="plain-link" href={shopAddress(shopper, productId)}>
          {product?.description ?? description}
        </Link>
        <span className="note">
          {because.length > 0 ? (
            <>
              because of <ProductName productId={because[0]!} />
              {because.length > 1 && ` and ${because.length - 1} more`}
            </>
          ) : (
            'popular now'
          )}
        </span>
      </span>
    </>
  );
}

function ProductName({ productId }: { productId: string }) {
  const { data } = useProduct(productId);
  return <em>{data?.description ?? productId}</em>;
}
