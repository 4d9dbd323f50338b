import { Injectable } from '@nestjs/common';
import type { OutboxAnswer, OutboxRetried, OutboxRow, ServiceOutbox } from '@waybill/console-api';
import type { OutboxRecord } from '@waybill/messaging';
import { traceIdOf } from '../domain/headers.js';
import { NotKnown } from './errors.js';
import { LiveChanges } from './live-changes.js';
import { ServiceDirectory } from './service-directory.js';
import { ServiceInspector } from './service-inspector.js';
import { SharedAnswer } from './shared-answer.js';

const MOST_ROWS = 50;
const FRESH_MS = 1_000;

/** What waits in the outboxes of the services that publish, and a second try for a row. */
@Injectable()
export class WatchOutboxes {
  private readonly last = new Map<string, ServiceOutbox>();
  private readonly shared = new SharedAnswer(FRESH_MS, () => this.look());

  constructor(
    private readonly directory: ServiceDirectory,
    private readonly inspector: ServiceInspector,
    private readonly live: LiveChanges,
  ) {}

  execute(): Promise<OutboxAnswer> {
    return this.shared.get();
  }

  /** @throws NotKnown, ServiceAway */
  async retry(service: string, id: string): Promise<OutboxRetried> {
    if (!this.directory.find(service)) throw new NotKnown(`There is no service ${service}.`);
    const found = await this.inspector.ask(service, 'outbox.retry', { id });
    if (!found) throw new NotKnown(`The outbox of ${service} has no row ${id} that is dead or was refused.`);
    this.shared.forget();
    this.live.say('outbox', 'messages');
    return { service, id };
  }

  private async look(): Promise<OutboxAnswer> {
    const names = this.directory.services().map(({ name }) => name);
    const services = await Promise.all(names.map((name) => this.outboxOf(name)));
    return { services };
  }

  private async outboxOf(service: string): Promise<ServiceOutbox> {
    try {
      const [status, rows] = await Promise.all([
        this.inspector.ask(service, 'outbox.status', {}),
        this.inspector.ask(service, 'outbox.rows', { limit: MOST_ROWS }),
      ]);
      const outbox = { service, reachable: true, ...status, rows: rows.map(rowOf) };
      this.last.set(service, outbox);
      return outbox;
    } catch {
      return { ...(this.last.get(service) ?? emptyOf(service)), reachable: false };
    }
  }
}

function emptyOf(service: string): ServiceOutbox {
  return {
    service,
    reachable: false,
    pending: 0,
    oldestSeconds: null,
    refused: 0,
    dead: 0,
    relayPaused: false,
    rows: [],
  };
}

function rowOf({ id, eventId, subject, key, createdAt, attempts, headers, ...row }: OutboxRecord): OutboxRow {
  const traceId = traceIdOf(headers);
  return {
    id,
    eventId,
    subject,
    key,
    createdAt,
    attempts,
    ...(row.lastError !== null && { lastError: row.lastError }),
    ...(row.availableAt !== null && { availableAt: row.availableAt }),
    ...(row.deadAt !== null && { deadAt: row.deadAt }),
    ...(traceId !== undefined && { traceId }),
  };
}
