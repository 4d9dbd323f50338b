import { useEffect } from 'react';
import { useParams } from 'wouter';
import { PageHeader, TextField, useQueryParam } from '../../ui/index.ts';
import { reportAct } from './behavior.ts';
import { CartPanel } from './cart-panel.tsx';
import { Catalogue } from './catalogue.tsx';
import { ProductDetail } from './product-detail.tsx';
import { RecommendationsPanel } from './recommendations-panel.tsx';
import { ShopProvider, useShop } from './shop-context.tsx';
import styles from './shop.module.css';
import { ShopperPicker } from './shopper-picker.tsx';
import { useSettled } from './use-settled.ts';

const LOOK_UP_MS = 200;
/** A search is an act once it is no longer being typed. */
const MEANT_MS = 900;
/** What the services take. */
const LONGEST_SEARCH = 200;

export function ShopPage() {
  const { productId } = useParams<{ productId?: string }>();
  return (
    <ShopProvider>
      <PageHeader
        title="Shop"
        subtitle="Order something, and follow its message from your click to the last consumer."
        actions={<ShopperPicker />}
      />
      <div className={styles.shop}>
        <div className={styles.shelves}>
          {productId === undefined ? <Shelves /> : <ProductDetail key={productId} productId={productId} />}
        </div>
        <div className={styles.aside}>
          <CartPanel />
          <RecommendationsPanel />
        </div>
      </div>
    </ShopProvider>
  );
}

function Shelves() {
  const { shopper } = useShop();
  const [search, setSearch] = useQueryParam('search');
  const asked = useSettled(search.trim(), LOOK_UP_MS);
  const meant = useSettled(search.trim(), MEANT_MS);
  useEffect(() => {
    if (meant) reportAct(shopper, { type: 'product-searched', query: meant });
  }, [meant, shopper]);
  return (
    <>
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
      <Catalogue search={asked} onClear={() => setSearch('')} />
    </>
  );
}
