import { Loaded } from '../../ui/index.ts';
import { ProductCard } from './product-card.tsx';
import { useProduct } from './queries.ts';
import { useSimilarProducts } from './recommendation-queries.ts';
import styles from './shop.module.css';

/** Products that were ordered together with this one. */
export function SimilarProductList({ productId }: { productId: string }) {
  return (
    <section className="stack tight" aria-labelledby="similar">
      <h2 id="similar">Similar products</h2>
      <Loaded query={useSimilarProducts(productId)} what="similar products">
        {(similar) =>
          similar && similar.items.length > 0 ? (
            <ul className={styles.grid}>
              {similar.items.map((item) => (
                <li key={item.productId}>
                  <SimilarProduct productId={item.productId} />
                </li>
              ))}
            </ul>
          ) : (
            <p className="soft">
              Nobody has bought this with anything else yet. Order it with another product, and that appears
              here.
            </p>
          )
        }
      </Loaded>
    </section>
  );
}

/** The recommendation service knows no prices; the order service does. */
function SimilarProduct({ productId }: { productId: string }) {
  const { data: product } = useProduct(productId);
  return product ? <ProductCard product={product} /> : null;
}
