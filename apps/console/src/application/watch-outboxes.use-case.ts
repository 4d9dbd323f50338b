import { Injectable } from '@nestjs/common';
import type { OutboxResponse, OutboxRetried, OutboxRow, ServiceOutbox } from '@waybill/console-api';
import type { OutboxRecord } from '@waybill/messaging/operations';
import { traceIdOf } from '../domain/headers.js';
import { ServiceDirectory } from '../platform/service-directory.js';
import { ServiceInspector } from '../platform/service-inspector.js';
import { NotKnown } from './errors.js';
import { LiveChanges } from './live-changes.js';
import { SharedResult } from './shared-result.js';

const MOST_ROWS = 50;
const FRESH_MS = 1_000;
const NEVER_SEEN = {
  ...{ pending: 0, oldestSeconds: null, refused: 0, parked: 0, scheduled: 0, nextDueSeconds: null },
  relayPaused: false,
  rows: [],
};

/** What waits in the services' outboxes. Retries a row on request. */
@Injectable()
export class WatchOutboxes {
  private readonly last = new Map<string, ServiceOutbox>();
  private readonly shared = new SharedResult(FRESH_MS, () => this.load());

  constructor(
    private readonly directory: ServiceDirectory,
    private readonly inspector: ServiceInspector,
    private readonly live: LiveChanges,
  ) {}

  execute(): Promise<OutboxResponse> {
    return this.shared.get();
  }

  /** @throws NotKnown, ServiceAway */
  async retry(service: string, id: string): Promise<OutboxRetried> {
    if (!this.directory.find(service)) throw new NotKnown(`There is no service ${service}.`);
    const found = await this.inspector.ask(service, 'outbox.retry', { id });
    if (!found)
      throw new NotKnown(`The outbox of ${service} has no row ${id} that is parked or was refused.`);
    this.shared.forget();
    this.live.announce('outbox', 'messages');
    return { service, id };
  }

  private async load(): Promise<OutboxResponse> {
    const names = this.directory.services().map(({ name }) => name);
    return { services: await Promise.all(names.map((name) => this.outboxOf(name))) };
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
      return { service, ...(this.last.get(service) ?? NEVER_SEEN), reachable: false };
    }
  }
}

function rowOf({ id, eventId, subject, key, createdAt, attempts, headers, ...row }: OutboxRecord): OutboxRow {
  return {
    id,
    eventId,
    subject,
    key,
    createdAt,
    attempts,
    dueAt: row.dueAt ?? undefined,
    lastError: row.lastError ?? undefined,
    availableAt: row.availableAt ?? undefined,
    parkedAt: row.parkedAt ?? undefined,
    traceId: traceIdOf(headers),
  };
}
