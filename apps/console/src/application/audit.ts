import { Injectable, Logger } from '@nestjs/common';
import type { AuditEntry, AuditResponse } from '@waybill/console-api';
import { AuditStore, type RecordedChange } from '../persistence/audit/audit-store.js';
import { ServiceDirectory } from '../platform/service-directory.js';
import { askAll, ServiceInspector } from '../platform/service-inspector.js';

/** Who changed what: through the console, or in the services' own databases. */
@Injectable()
export class Audit {
  private readonly logger = new Logger('audit');

  constructor(
    private readonly store: AuditStore,
    private readonly directory: ServiceDirectory,
    private readonly inspector: ServiceInspector,
  ) {}

  /**
   * Each change is a log line, too, so that a record leaves the machine. While the database is down that is the only one:
   * operators must be able to start it again.
   */
  async record(change: RecordedChange): Promise<void> {
    this.logger.log({ ...change, message: 'a change was made through the console' });
    await this.store.record(change).catch((error: unknown) => {
      this.logger.error({ ...change, message: `the audit lacks a change: ${String(error)}` });
    });
  }

  /** Newest first. @throws the database's errors */
  async list(limit: number, before?: string): Promise<AuditResponse> {
    const services = this.directory.services().map(({ name }) => name);
    const page = { limit, ...(before !== undefined && { before }) };
    const [own, replies] = await Promise.all([
      this.store.list(limit, before),
      askAll(this.inspector, services, 'audit.list', page),
    ]);
    const theirs = [...replies].flatMap(([service, records]) =>
      records.map(({ consumer, by, ...record }): AuditEntry => ({
        ...record,
        service,
        target: consumer,
        ...(by !== null && { by }),
      })),
    );
    const entries = [...own, ...theirs].sort((one, other) => (one.at < other.at ? 1 : -1));
    return { entries: entries.slice(0, limit), missing: services.filter((name) => !replies.has(name)) };
  }
}
