import { Injectable } from '@nestjs/common';
import type { InspectionRequests } from '@waybill/messaging/operations';
import type { AppendedFact } from '../domain/message-facts.js';
import { ServiceDirectory } from '../platform/service-directory.js';
import { askAll, ServiceInspector } from '../platform/service-inspector.js';

export interface OutboxRows {
  /** In the order in which they were appended. */
  rows: AppendedFact[];
  /** Services that did not respond. */
  missing: string[];
}

/** Rows of all outboxes: every service that publishes has its own. */
@Injectable()
export class Outboxes {
  constructor(
    private readonly directory: ServiceDirectory,
    private readonly inspector: ServiceInspector,
  ) {}

  async find(request: InspectionRequests['outbox.find']['request']): Promise<OutboxRows> {
    const publishers = this.directory
      .services()
      .filter(({ description }) => description === undefined || description.publishes.length > 0)
      .map(({ name }) => name);
    const found = await askAll(this.inspector, publishers, 'outbox.find', request);
    const rows = [...found].flatMap(([service, own]) => own.map((row) => ({ ...row, service })));
    rows.sort(
      (one, other) => one.createdAt.localeCompare(other.createdAt) || Number(one.id) - Number(other.id),
    );
    return { rows, missing: publishers.filter((name) => !found.has(name)) };
  }
}
