import type { FaultsChange } from '@waybill/console-api';
import type { ConsoleApi } from './console-api.js';

/** What the Faults page does: switches faults, stops and starts processes, or heals everything. */
export async function fault(api: ConsoleApi, change: FaultsChange): Promise<void> {
  await api.put('/api/faults', change);
}
