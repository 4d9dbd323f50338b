import { z } from 'zod';

const product = {
  productId: z.string(),
  description: z.string().describe('From the latest order with the product; the product id if there is none'),
};

export const RecommendationsResponse = z.object({
  customerId: z.string(),
  basis: z
    .enum(['personal', 'popular'])
    .describe('`popular` if the customer’s own products lead to no recommendation'),
  items: z
    .array(
      z.object({
        ...product,
        score: z
          .number()
          .describe('Comparable within one response; 0 for products that only fill up a personal list'),
        because: z
          .array(z.string())
          .describe(
            "The customer's own products that are the reason, strongest first; empty for popular products",
          ),
      }),
    )
    .describe('Best first; never a product that the customer bought'),
});

export const SimilarResponse = z.object({
  productId: z.string(),
  items: z.array(z.object({ ...product, score: z.number() })).describe('Best first'),
});
