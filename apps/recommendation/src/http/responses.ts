import { z } from 'zod';

/** The answers as OpenAPI describes them. */

const product = {
  productId: z.string(),
  description: z
    .string()
    .describe('As the latest order that holds the product has it; until there is one, the product id'),
};

export const RecommendationsResponse = z.object({
  customerId: z.string(),
  basis: z.enum(['personal', 'popular']).describe('`popular` where nothing of the customer’s leads anywhere'),
  items: z
    .array(
      z.object({
        ...product,
        score: z.number().describe('Comparable within one answer; 0 for what only fills a personal list up'),
        because: z
          .array(z.string())
          .describe("The customer's own products that led to it, strongest first; empty for what is popular"),
      }),
    )
    .describe('Best first; never what the customer bought'),
});

export const SimilarResponse = z.object({
  productId: z.string(),
  items: z.array(z.object({ ...product, score: z.number() })).describe('Best first'),
});
