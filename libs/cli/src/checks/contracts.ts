import { contractErrors } from '../contracts/contract-errors.js';
import { readPublished } from '../contracts/read-published.js';

export const title = 'no published version of an event has a breaking change';

export async function check(): Promise<string[]> {
  return contractErrors(await readPublished());
}
