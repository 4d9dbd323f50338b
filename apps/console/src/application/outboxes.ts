import { Injectable } from '@nestjs/common';
import type { InspectionRequests } from '@waybill/messaging';
import type { AppendedFact } from '../domain/message-facts.js';
import { ServiceDirectory } from './service-directory.js';
import { ServiceInspector } from './service-inspector.js';

export interface OutboxRows {
  /** In the order in which they were appended. */
  rows: AppendedFact[];
  /** Services that did not answer. */
  missing: string[];
}

/** Rows of all outboxes: every service that publishes has one of its own. */
@Injectable()
export class Outboxes {
  constructor(
    private readonly directory: ServiceDirectory,
    private readonly inspector: ServiceInspector,
  ) {}

  async find(request: InspectionRequests['outbox.find']['request']): Promise<OutboxRows> {
    const publishers = this.directory
      .services()
      .filter(({ description }) => description === undefined || description.publishes.length > 0);
    const rows: AppendedFact[] = [];
    const missing: string[] = [];
    await Promise.all(
      publishers.map(async ({ name }) => {
        try {
          const found = await this.inspector.ask(name, 'outbox.find', request);
          rows.push(...found.map((row) => ({ ...row, service: name })));
        } catch {
          // The answer names it as missing.
          missing.push(name);
        }
      }),
    );
    rows.sort(
      (one, other) => one.createdAt.localeCompare(other.createdAt) || Number(one.id) - Number(other.id),
    );
    return { rows, missing };
  }
}
