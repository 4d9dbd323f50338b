import { z } from 'zod';

/** Fields that more than one request has. */
export const CustomerId = z
  .string()
  .min(1)
  .max(255)
  .meta({ description: 'Whatever the shop calls a customer' });
export const ProductId = z.string().min(1).max(64);
export const Quantity = z.int().min(1).max(1_000_000);

export const Limit = z.coerce.number().int().min(1).max(100).default(20);
