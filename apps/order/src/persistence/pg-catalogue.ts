import { Injectable } from '@nestjs/common';
import { execute, type SqlTransaction } from '@waybill/messaging';
import { Catalogue, type Product, type ProductPage } from '../application/catalogue.js';
import type { PricedProduct } from '../domain/price-lines.js';
import { Database } from './database.js';
import {
  ADD_MISSING_PRODUCTS,
  PUT_PRODUCT,
  SELECT_PRICES,
  SELECT_PRODUCT,
  SELECT_PRODUCTS,
} from './products.sql.js';

type ProductRow = PricedProduct & { stock: string | null };

@Injectable()
export class PgCatalogue extends Catalogue {
  constructor(private readonly database: Database) {
    super();
  }

  async price(
    tx: SqlTransaction,
    productIds: readonly string[],
  ): Promise<ReadonlyMap<string, PricedProduct>> {
    const products = await execute<PricedProduct>(tx, SELECT_PRICES, [productIds]);
    return new Map(products.map((product) => [product.productId, product]));
  }

  async addMissing(tx: SqlTransaction, products: readonly PricedProduct[]): Promise<void> {
    const rows = products.map(({ productId, description, unitPrice, currency }) => ({
      id: productId,
      description,
      unit_price: unitPrice,
      currency,
    }));
    await execute(tx, ADD_MISSING_PRODUCTS, [JSON.stringify(rows)]);
  }

  async find(productId: string): Promise<Product | undefined> {
    const { rows } = await this.database.pool.query<ProductRow>(SELECT_PRODUCT, [productId]);
    return rows.map(toProduct)[0];
  }

  async list(query: { search?: string; limit: number; after?: string }): Promise<ProductPage> {
    const { search, limit, after } = query;
    // One more than asked for tells whether more follow.
    const { rows } = await this.database.pool.query<ProductRow>(SELECT_PRODUCTS, [
      search === undefined ? null : `%${search.replace(/[\\%_]/g, '\\$&')}%`,
      after ?? null,
      limit + 1,
    ]);
    const items = rows.slice(0, limit).map(toProduct);
    return { items, ...(rows.length > limit && { next: items.at(-1)!.productId }) };
  }

  async put({ productId, description, unitPrice, currency, stock }: Product): Promise<{ created: boolean }> {
    const values = [productId, description, unitPrice, currency, stock];
    const { rows } = await this.database.pool.query<{ created: boolean }>(PUT_PRODUCT, values);
    return rows[0]!;
  }
}

/** Stock is at most a thousand million: a number holds it exactly. */
function toProduct({ stock, ...product }: ProductRow): Product {
  return { ...product, stock: stock === null ? null : Number(stock) };
}
