import { ProblemError } from '@waybill/service';
import { ProductNeverSeen } from '../application/errors.js';

/** The one place where this service's errors meet HTTP. What is not named here is answered as every service answers it. */
export function asProblem(error: unknown): never {
  if (error instanceof ProductNeverSeen) {
    throw new ProblemError(404, error.message, { code: 'product-never-seen', cause: error });
  }
  throw error;
}
