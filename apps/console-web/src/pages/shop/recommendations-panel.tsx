import type { Recommendations } from '@waybill/console-api';
import { Link } from 'wouter';
import { Badge, ErrorNotice, Loading, Panel } from '../../ui/index.ts';
import { ProductPicture } from './product-picture.tsx';
import { useProduct, useRecommendations } from './queries.ts';
import styles from './recommendations-panel.module.css';
import { useShop } from './shop-context.tsx';
import { shopperTitle } from './shoppers.ts';
import { shopAddress } from './use-shopper.ts';

/** What this shopper may like; it changes as they browse and buy, as soon as the messages have arrived. */
export function RecommendationsPanel() {
  const { shopper } = useShop();
  const { data, error, isPending, refetch } = useRecommendations(shopper);
  return (
    <Panel
      title={`For ${shopperTitle(shopper)}`}
      actions={data && <Badge tone={data.basis === 'personal' ? 'accent' : 'neutral'}>{data.basis}</Badge>}
    >
      {error ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : isPending ? (
        <Loading what="recommendations" />
      ) : data.items.length === 0 ? (
        <p className="soft">
          Nothing to recommend yet: nobody has ordered. Look at a few products and order two together.
        </p>
      ) : (
        <ul className={styles.items}>
          {data.items.map((item) => (
            <li key={item.productId} className={styles.item}>
              <RecommendedProduct item={item} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function RecommendedProduct({ item }: { item: Recommendations['items'][number] }) {
  const { shopper } = useShop();
  const { productId, description, because } = item;
  // Of what was only looked at, the recommendation service knows no more than the id.
  const { data: product } = useProduct(productId);
  return (
    <>
      <ProductPicture productId={productId} description={description} size="small" />
      <span className={styles.words}>
        <Link href={shopAddress(shopper, productId)}>{product?.description ?? description}</Link>
        <span className={styles.because}>
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
