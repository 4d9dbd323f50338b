import { z } from 'zod';

const FAULT = 'must be a whole number from 1 to 100';

export const LimitQuery = z.strictObject({
  limit: z
    .string(FAULT)
    .regex(/^\d{1,3}$/, FAULT)
    .transform(Number)
    .pipe(z.int().min(1, FAULT).max(100, FAULT))
    .default(10)
    .describe('Most items in the answer'),
});
export type LimitQuery = z.output<typeof LimitQuery>;
