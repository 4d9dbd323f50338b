import { contractFaults } from '../contracts/contract-faults.ts';
import { readPublished } from '../contracts/read-published.ts';

export const title = 'no published version of an event has a breaking change';

export async function check(): Promise<string[]> {
  return contractFaults(await readPublished());
}
