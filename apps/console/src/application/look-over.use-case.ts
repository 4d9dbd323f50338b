import { Injectable } from '@nestjs/common';
import type { OverviewResponse, ServiceOverview } from '@waybill/console-api';
import { findingsOf, worstFirst } from '../domain/findings.js';
import { largestBacklog } from '../domain/findings/consumers.js';
import { oldestInOutbox } from '../domain/findings/outboxes.js';
import { NORMAL, type PlatformSnapshot } from '../domain/findings/snapshot.js';
import { FirstSeen } from '../domain/first-seen.js';
import { DOWN_AFTER_MS, ServiceDirectory, type KnownService } from '../platform/service-directory.js';
import { Supervisor } from '../platform/supervisor.js';
import { BrokerView } from './broker-view.js';
import { DeadLetters } from './dead-letters.js';
import { ReportedFaults } from './reported-faults.js';
import { SharedResult } from './shared-result.js';
import { WatchOutboxes } from './watch-outboxes.use-case.js';
import { WatchStreams } from './watch-streams.use-case.js';

const FRESH_MS = 1_000;

/** Is anything wrong? Put together from what the other views show in detail. */
@Injectable()
export class LookOver {
  private readonly firstSeen = new FirstSeen();
  private readonly shared = new SharedResult(FRESH_MS, () => this.look());

  constructor(
    private readonly directory: ServiceDirectory,
    private readonly view: BrokerView,
    private readonly streams: WatchStreams,
    private readonly outboxes: WatchOutboxes,
    private readonly letters: DeadLetters,
    private readonly faults: ReportedFaults,
    private readonly supervisor: Supervisor,
  ) {}

  execute(): Promise<OverviewResponse> {
    return this.shared.get();
  }

  private async look(): Promise<OverviewResponse> {
    const snapshot = await this.snapshot();
    const { at, groups } = snapshot;
    const seen = findingsOf(snapshot);
    const firstSeen = this.firstSeen.look(
      seen.map(({ id }) => id),
      at,
    );
    const findings = seen.map((finding) => ({
      ...finding,
      since: finding.since ?? firstSeen.get(finding.id)!.toISOString(),
      atLeast: finding.since === undefined,
    }));
    return {
      at: at.toISOString(),
      findings: worstFirst(findings),
      services: this.directory.services().map(serviceOverview),
      figures: {
        openDeadLetters: groups?.reduce((sum, { open }) => sum + open, 0) ?? null,
        oldestInOutbox: oldestInOutbox(snapshot.outboxes),
        largestBacklog: largestBacklog(snapshot.broker),
      },
      normal: NORMAL,
    };
  }

  private async snapshot(): Promise<PlatformSnapshot> {
    const [broker, { services: outboxes }, groups, { switches }] = await Promise.all([
      this.streams.execute(),
      this.outboxes.execute(),
      this.letters.openGroups(),
      this.supervisor.processes().then((processes) => this.faults.look(processes)),
    ]);
    return {
      at: new Date(),
      broker,
      settled: this.view.hasBeenReachableFor(DOWN_AFTER_MS),
      services: this.directory.services(),
      outboxes,
      groups,
      switches,
    };
  }
}

function serviceOverview({ name, up, instances }: KnownService): ServiceOverview {
  return {
    service: name,
    up,
    processes: instances
      .map(({ instance, startedAt, roles }) => ({ instance, startedAt, roles }))
      .sort((one, other) => other.startedAt.localeCompare(one.startedAt)),
  };
}
