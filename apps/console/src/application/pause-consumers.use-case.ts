import { Injectable } from '@nestjs/common';
import type { PauseConsumer, PausedConsumer, ResumedConsumer } from '@waybill/console-api';
import { ServiceDirectory } from '../platform/service-directory.js';
import { ServiceInspector, ServiceRefused } from '../platform/service-inspector.js';
import { ImpossibleChange, NotKnown } from './errors.js';

/** Pauses and resumes consumers: the service does it, in its own database. */
@Injectable()
export class PauseConsumers {
  constructor(
    private readonly directory: ServiceDirectory,
    private readonly inspector: ServiceInspector,
  ) {}

  /** @throws NotKnown, ImpossibleChange, ServiceAway */
  pause(consumer: string, change: PauseConsumer, by?: string): Promise<PausedConsumer> {
    return this.inspector
      .ask(this.serviceOf(consumer), 'consumers.pause', { consumer, ...change }, by)
      .catch(asImpossible);
  }

  /** @throws NotKnown, ImpossibleChange, ServiceAway */
  resume(consumer: string, by?: string): Promise<ResumedConsumer> {
    return this.inspector
      .ask(this.serviceOf(consumer), 'consumers.resume', { consumer }, by)
      .catch(asImpossible);
  }

  private serviceOf(consumer: string): string {
    const found = this.directory.consumers().find((each) => each.consumer === consumer);
    if (!found) throw new NotKnown(`no service has announced a consumer "${consumer}"`);
    return found.service;
  }
}

function asImpossible(error: unknown): never {
  if (!(error instanceof ServiceRefused)) throw error;
  throw new ImpossibleChange([{ pointer: '', message: error.message }]);
}
