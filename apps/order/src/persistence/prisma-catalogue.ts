import { Injectable } from '@nestjs/common';
import { execute, type SqlTransaction } from '@waybill/messaging';
import { Catalogue, type Product, type ProductPage } from '../application/catalogue.js';
import type { PricedProduct } from '../domain/price-lines.js';
import { ADD_MISSING_PRODUCTS } from './add-missing-products.sql.js';
import { Database } from './database.js';
import { exactText } from './exact-decimal.js';
import type { Prisma, Product as ProductRow } from './generated/client.js';
import { typed } from './prisma-transaction.js';

@Injectable()
export class PrismaCatalogue extends Catalogue {
  constructor(private readonly database: Database) {
    super();
  }

  async price(
    tx: SqlTransaction,
    productIds: readonly string[],
  ): Promise<ReadonlyMap<string, PricedProduct>> {
    const rows = await typed(tx).product.findMany({ where: { id: { in: [...productIds] } } });
    return new Map(rows.map((row) => [row.id, toPriced(row)]));
  }

  /** One statement for as many as an import brings. */
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
    const row = await this.database.prisma.product.findUnique({ where: { id: productId } });
    return row ? toProduct(row) : undefined;
  }

  async list(query: { search?: string; limit: number; after?: string }): Promise<ProductPage> {
    const { search, limit, after } = query;
    const rows = await this.database.prisma.product.findMany({
      where: {
        ...(search !== undefined && {
          OR: [{ id: containing(search) }, { description: containing(search) }],
        }),
        ...(after !== undefined && { id: { gt: after } }),
      },
      orderBy: { id: 'asc' },
      // One more than asked for tells whether more follow.
      take: limit + 1,
    });
    const items = rows.slice(0, limit).map(toProduct);
    return { items, ...(rows.length > limit && { next: items.at(-1)!.productId }) };
  }

  async put({ productId, ...product }: Product): Promise<{ created: boolean }> {
    const { count } = await this.database.prisma.product.createMany({
      data: [{ id: productId, ...product }],
      skipDuplicates: true,
    });
    if (count === 1) return { created: true };
    // It was there, and no product is ever deleted.
    await this.database.prisma.product.update({ where: { id: productId }, data: product });
    return { created: false };
  }
}

/** Part of a text, in any case. Prisma hands LIKE's wildcards through, so a caller's own are escaped here. */
function containing(text: string): Prisma.StringFilter {
  return { contains: text.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' };
}

function toPriced({ id, description, unitPrice, currency }: ProductRow): PricedProduct {
  return { productId: id, description, unitPrice: exactText(unitPrice), currency };
}

/** Stock is at most a thousand million: a number holds it exactly. */
function toProduct(row: ProductRow): Product {
  return { ...toPriced(row), stock: row.stock === null ? null : Number(row.stock) };
}
