import { z } from 'zod';

const ERROR = 'must be a whole number from 1 to 100';

export const LimitQuery = z.strictObject({
  limit: z
    .string(ERROR)
    .regex(/^\d{1,3}$/, ERROR)
    .transform(Number)
    .pipe(z.int().min(1, ERROR).max(100, ERROR))
    .default(10)
    .describe('Maximum number of items'),
});
export type LimitQuery = z.output<typeof LimitQuery>;
