import type { Drill } from '../drill.ts';

export const serviceDrills: readonly Drill[] = [
  { fault: 'none', alerts: ['Watchdog'], strike: async () => async () => undefined },
  {
    fault: 'the only process of payment is stopped',
    alerts: ['ServiceAbsent'],
    strike: (site) => site.stop('payment'),
  },
];
