import { portPlan, type PortPlan } from './port-plan.js';
import { requireFreePorts } from './require-free-ports.js';

/** The first plan of which every port is free, trying bases upwards from `first`. */
export async function freePortPlan(first: number): Promise<PortPlan> {
  for (let base = first; ; base += 100) {
    const plan = portPlan(base);
    try {
      await requireFreePorts({ ...plan });
      return plan;
    } catch (error) {
      if (base >= first + 9_000) throw error;
    }
  }
}
