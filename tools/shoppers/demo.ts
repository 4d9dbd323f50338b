import { servicesToken, type Demo } from '@waybill/cli';
import { startShoppers } from './start-shoppers.ts';

/** What `npm start` shows: simulated shoppers, the same ones every time. */
export async function startDemo(demo: Demo): Promise<void> {
  await startShoppers({ ...demo, token: servicesToken, seed: 1 });
}
