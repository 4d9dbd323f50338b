import { Injectable } from '@nestjs/common';
import type { PricedProduct } from '../domain/price-lines.js';
import { exactText } from './exact-decimal.js';
import { PrismaClient, type Prisma, type Product as ProductRow } from './generated/client.js';
import type { Tx } from './transaction.js';

export interface Product extends PricedProduct {
  /** Available units; null if stock is not tracked. */
  readonly stock: number | null;
}

export interface ProductPage {
  readonly items: Product[];
  /** The last product of the page, if more follow. */
  readonly next?: string;
}

@Injectable()
export class Catalogue {
  constructor(private readonly prisma: PrismaClient) {}

  /** The products that exist, by id. */
  async price(tx: Tx, productIds: readonly string[]): Promise<ReadonlyMap<string, PricedProduct>> {
    const rows = await tx.product.findMany({ where: { id: { in: [...productIds] } } });
    return new Map(rows.map((row) => [row.id, toPriced(row)]));
  }

  async find(productId: string): Promise<Product | undefined> {
    const row = await this.prisma.product.findUnique({ where: { id: productId } });
    return row ? toProduct(row) : undefined;
  }

  /** Sorted by id; `search` matches part of the id or the description, ignoring case. */
  async list(query: { search?: string; limit: number; after?: string }): Promise<ProductPage> {
    const { search, limit, after } = query;
    const rows = await this.prisma.product.findMany({
      where: {
        ...(search !== undefined && {
          OR: [{ id: containing(search) }, { description: containing(search) }],
        }),
        ...(after !== undefined && { id: { gt: after } }),
      },
      orderBy: { id: 'asc' },
      // One more row than the limit shows whether more follow.
      take: limit + 1,
    });
    const items = rows.slice(0, limit).map(toProduct);
    return { items, ...(rows.length > limit && { next: items.at(-1)!.productId }) };
  }

  /** @returns whether it is new */
  async put({ productId, ...product }: Product): Promise<{ created: boolean }> {
    const { count } = await this.prisma.product.createMany({
      data: [{ id: productId, ...product }],
      skipDuplicates: true,
    });
    if (count === 1) return { created: true };
    // It exists, and no product is ever deleted.
    await this.prisma.product.update({ where: { id: productId }, data: product });
    return { created: false };
  }
}

/** Matches part of a text, ignoring case. Prisma does not escape LIKE's wildcards. */
function containing(text: string): Prisma.StringFilter {
  return { contains: text.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' };
}

function toPriced({ id, description, unitPrice, currency }: ProductRow): PricedProduct {
  return { productId: id, description, unitPrice: exactText(unitPrice), currency };
}

/** Stock is at most 1,000,000,000, which a number holds exactly. */
function toProduct(row: ProductRow): Product {
  return { ...toPriced(row), stock: row.stock === null ? null : Number(row.stock) };
}
