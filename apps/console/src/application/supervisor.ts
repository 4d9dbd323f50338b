import type { ProcessView } from '@waybill/console-api';

/** It does not answer, though there should be one. */
export class SupervisorAway extends Error {
  constructor(cause: unknown) {
    super('The stack’s supervisor does not answer; is "npm start" still running?', { cause });
    this.name = 'SupervisorAway';
  }
}

/** It looked at the request and said no. */
export class SupervisorRefused extends Error {
  constructor(
    /** 404 or 409. */
    readonly status: number,
    detail: string,
  ) {
    super(detail);
    this.name = 'SupervisorRefused';
  }
}

export type ProcessAction = 'stop' | 'start' | 'kill';

/** Who started the embedded stack's processes. An abstract class, so that Nest can inject it. */
export abstract class Supervisor {
  /** Empty where the console does not run beside the embedded stack. @throws SupervisorAway */
  abstract processes(): Promise<ProcessView[]>;
  /** @throws SupervisorAway, SupervisorRefused */
  abstract act(name: string, action: ProcessAction): Promise<ProcessView>;
}
