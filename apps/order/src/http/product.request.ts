import { Money } from '@waybill/contracts';
import { z } from 'zod';
import { Limit } from './fields.js';

export const PutProductRequest = z.strictObject({
  description: z.string().max(255),
  unitPrice: Money,
  stock: z.int().min(0).max(1_000_000_000).nullable().meta({ description: 'null: stock is not tracked' }),
});
export type PutProductRequest = z.infer<typeof PutProductRequest>;

export const ListProductsQuery = z.strictObject({
  search: z.string().min(1).max(255).optional(),
  limit: Limit,
  cursor: z.string().max(1024).optional(),
});
export type ListProductsQuery = z.infer<typeof ListProductsQuery>;
