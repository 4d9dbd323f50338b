import { Button, EmptyState, ErrorNotice, formatPlural, Loading } from '../../ui/index.ts';
import styles from './catalogue.module.css';
import { ProductCard } from './product-card.tsx';
import { useProducts } from './queries.ts';

/** Products to browse, a page at a time. */
export function Catalogue({ search, onClear }: { search: string; onClear: () => void }) {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } =
    useProducts(search);
  if (error && !data) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (isPending) return <Loading what="the catalogue" />;
  const products = data.pages.flatMap(({ items }) => items);
  if (products.length === 0) {
    return (
      <EmptyState
        title={`Nothing is called “${search}”`}
        action={<Button onClick={onClear}>Show everything</Button>}
      >
        Search looks into names and ids of products.
      </EmptyState>
    );
  }
  return (
    <>
      <p role="status" className="only-heard">
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
}
