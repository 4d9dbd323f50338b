import { useEffect } from 'react';
import { useParams } from 'wouter';
import { classNames, PageHeader, TextField, useQueryParam } from '../../ui/index.ts';
import { reportAct } from './behavior.ts';
import { CartPanel } from './cart-panel.tsx';
import { Catalogue } from './catalogue.tsx';
import { ProductDetail } from './product-detail.tsx';
import { RecommendationsPanel } from './recommendations-panel.tsx';
import styles from './shop.module.css';
import { ShopperPicker } from './shopper-picker.tsx';
import { useDebounced } from './use-debounced.ts';
import { useShop } from './use-shop.ts';

const LOOK_UP_MS = 200;
/** A search is reported once it is no longer being typed. */
const REPORT_MS = 900;
/** The services' limit. */
const LONGEST_SEARCH = 200;

/** `/shop?search=&shopper=` and `/shop/:productId`. */
export function ShopPage() {
  const { productId } = useParams<{ productId?: string }>();
  return (
    <>
      <PageHeader
        title="Shop"
        subtitle="Order something, and follow its messages from your click to the last consumer."
        actions={<ShopperPicker />}
      />
      <div className="with-aside">
        {productId === undefined ? <Shelves /> : <ProductDetail key={productId} productId={productId} />}
        <div className="stack aside">
          <CartPanel />
          <RecommendationsPanel />
        </div>
      </div>
    </>
  );
}

function Shelves() {
  const { shopper } = useShop();
  const [search, setSearch] = useQueryParam('search');
  const lookedUp = useDebounced(search.trim(), LOOK_UP_MS);
  const reported = useDebounced(search.trim(), REPORT_MS);
  useEffect(() => {
    if (reported) reportAct(shopper, { type: 'product-searched', query: reported });
  }, [reported, shopper]);
  return (
    <div className={classNames('stack', styles.column)}>
      <div className={styles.search}>
        <TextField
          label="Search the catalogue"
          type="search"
          placeholder="mug, candle, teapot …"
          value={search}
          onChange={setSearch}
          maxLength={LONGEST_SEARCH}
        />
      </div>
      <Catalogue search={lookedUp} onClear={() => setSearch('')} />
    </div>
  );
}
