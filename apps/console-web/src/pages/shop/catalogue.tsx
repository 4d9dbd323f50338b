import { Button, EmptyState, formatPlural, Loaded } from '../../ui/index.ts';
import { ProductCard } from './product-card.tsx';
import { useProducts } from './queries.ts';
import styles from './shop.module.css';

/** The products, a page at a time. */
export function Catalogue({ search, onClear }: { search: string; onClear: () => void }) {
  const query = useProducts(search);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  return (
    <Loaded query={query} what="the catalogue">
      {({ pages }) => {
        const products = pages.flatMap(({ items }) => items);
        if (products.length === 0) {
          return (
            <EmptyState
              title={`Nothing is called “${search}”`}
              action={<Button onClick={onClear}>Show everything</Button>}
            >
              The search covers names and ids of products.
            </EmptyState>
          );
        }
        return (
          <>
            <p role="status" className="visually-hidden">
              {formatPlural(products.length, 'product')} shown
            </p>
            <ul className={styles.grid} aria-label="Products">
              {products.map((product) => (
                <li key={product.productId}>
                  <ProductCard product={product} />
                </li>
              ))}
            </ul>
            {hasNextPage && (
              <p className={styles.more}>
                <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                  {isFetchingNextPage ? 'Loading …' : 'Show more'}
                </Button>
              </p>
            )}
          </>
        );
      }}
    </Loaded>
  );
}
