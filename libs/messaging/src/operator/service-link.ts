import type { InspectionRequest, InspectionRequests, ServiceDescription } from '../inspection/protocol.js';

/** How an operator's tool reaches the running services. */
export interface ServiceLink {
  /** What every running process of a service declares, which differs while another version is deployed. None: it is not running. */
  describe(service: string): Promise<ServiceDescription[]>;
  /** Asks that many processes of a service. Fewer replies: some did not reply in time. @throws a process's refusal */
  askEach<Request extends InspectionRequest>(
    service: string,
    request: Request,
    payload: InspectionRequests[Request]['request'],
    processes: number,
  ): Promise<InspectionRequests[Request]['reply'][]>;
  /** Asks one process. @throws the service's refusal, or that no process replies */
  ask<Request extends InspectionRequest>(
    service: string,
    request: Request,
    payload: InspectionRequests[Request]['request'],
  ): Promise<InspectionRequests[Request]['reply']>;
}
