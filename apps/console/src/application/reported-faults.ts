import { Injectable } from '@nestjs/common';
import type { FaultName, FaultSwitch, ProcessView } from '@waybill/console-api';
import { ServiceDirectory } from '../platform/service-directory.js';
import { askAll, ServiceInspector } from '../platform/service-inspector.js';

export interface FaultReport {
  switches: FaultSwitch[];
  /** Services that run, and do not say what faults they have. */
  notResponding: string[];
}

/** The services' faults as they last reported them: a service that does not respond keeps its place on the page. */
@Injectable()
export class ReportedFaults {
  private readonly known = new Map<string, FaultSwitch[]>();

  constructor(
    private readonly directory: ServiceDirectory,
    private readonly inspector: ServiceInspector,
  ) {}

  /** @param processes also tell of services that were never heard, as when the console starts without a broker */
  async look(processes: readonly ProcessView[]): Promise<FaultReport> {
    const heard = this.directory.services().map(({ name }) => name);
    const supervised = processes.filter((each) => each.stoppable && !isBroker(each));
    const services = [...new Set([...heard, ...supervised.map(({ name }) => name)])].sort();
    const stopped = new Set(supervised.filter(({ state }) => state === 'stopped').map(({ name }) => name));
    const running = services.filter((name) => !stopped.has(name));
    const reported = await askAll(this.inspector, running, 'faults.list', {});
    for (const [service, states] of reported) {
      const switches = states.map((state) => ({
        ...state,
        id: `${service}/${state.name}`,
        service,
        name: state.name as FaultName,
        reachable: true,
      }));
      this.known.set(service, switches);
    }
    // Faults end with their process.
    for (const service of stopped) {
      this.known.set(
        service,
        this.lastOf(service).map((each) => ({ ...each, value: 0 })),
      );
    }
    return {
      switches: services.flatMap((service) =>
        this.lastOf(service).map((each) => ({ ...each, reachable: reported.has(service) })),
      ),
      notResponding: running.filter((service) => !reported.has(service)),
    };
  }

  private lastOf(service: string): readonly FaultSwitch[] {
    return this.known.get(service) ?? [];
  }
}

/** `nats`, and in a cluster `nats-2` and so on. */
export function isBroker({ name }: ProcessView): boolean {
  return /^nats(-\d+)?$/.test(name);
}
