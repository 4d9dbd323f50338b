import { z } from 'zod';

export const ImportResponse = z.object({
  accepted: z.int(),
  duplicates: z.int(),
  rejected: z.array(
    z.object({
      reference: z.string(),
      errors: z.array(z.object({ pointer: z.string(), message: z.string() })),
    }),
  ),
});
