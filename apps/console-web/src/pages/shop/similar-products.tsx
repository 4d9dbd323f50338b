import { ErrorNotice } from '../../ui/index.ts';
import { ProductCard } from './product-card.tsx';
import catalogue from './catalogue.module.css';
import { useProduct, useSimilarProducts } from './queries.ts';
import styles from './similar-products.module.css';

/** What is found in the same baskets. */
export function SimilarProductList({ productId }: { productId: string }) {
  const { data: items, error, refetch } = useSimilarProducts(productId);
  return (
    <section className={styles.similar} aria-labelledby="similar">
      <h2 id="similar">Similar products</h2>
      {error && !items && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {items?.length === 0 && (
        <p className="soft">
          Nobody has bought this together with anything yet. Order it with something else, and it appears
          here.
        </p>
      )}
      {items && items.length > 0 && (
        <ul className={catalogue.grid}>
          {items.map((item) => (
            <li key={item.productId}>
              <SimilarProduct productId={item.productId} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** The recommendation service knows no prices; the order service does. */
function SimilarProduct({ productId }: { productId: string }) {
  const { data: product } = useProduct(productId);
  return product ? <ProductCard product={product} /> : null;
}
