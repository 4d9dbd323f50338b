import type { OverviewFigures, ServiceOutbox } from '@waybill/console-api';
import { NORMAL, plural, secondsBefore, type PlatformSnapshot, type Seen } from './snapshot.js';

const HREF = '/streams';
const SOURCE = 'the outbox tables of the services, now';

/** Rows that the relay has given up on, and rows that wait longer than a relay that works takes. */
export function outboxFindings({ at, outboxes, services, broker }: PlatformSnapshot): Seen[] {
  if (!broker.reachable) return [];
  return outboxes.flatMap((outbox) => {
    if (outbox.reachable) return [...parked(outbox), ...late(outbox, at), ...overdue(outbox, at)];
    return services.some(({ name, up }) => up && name === outbox.service) ? [silent(outbox)] : [];
  });
}

function parked({ service, parked: count, rows }: ServiceOutbox): Seen[] {
  if (count === 0) return [];
  // Parked rows come first: all of them are listed unless there are more than fit.
  const times = rows.flatMap(({ parkedAt }) => parkedAt ?? []).toSorted();
  return [
    {
      id: `parked:${service}`,
      severity: 'bad',
      sentence: `${plural(count, 'row is', 'rows are')} parked in the outbox of ${service}: the broker refused them, and they are not tried again.`,
      ...(count <= times.length && { since: times[0] }),
      href: HREF,
      source: SOURCE,
    },
  ];
}

function late({ service, pending, oldestSeconds, relayPaused }: ServiceOutbox, at: Date): Seen[] {
  if (oldestSeconds === null || oldestSeconds <= NORMAL.outboxSeconds) return [];
  const why = relayPaused ? ' Its relay is paused.' : '';
  return [
    {
      id: `outbox-late:${service}`,
      severity: 'bad',
      sentence: `${plural(pending, 'row waits', 'rows wait')} in the outbox of ${service}, which normally leave it within a second.${why}`,
      since: secondsBefore(at, oldestSeconds),
      href: HREF,
      source: SOURCE,
    },
  ];
}

function overdue({ service, nextDueSeconds }: ServiceOutbox, at: Date): Seen[] {
  if (nextDueSeconds === null || nextDueSeconds >= -NORMAL.outboxSeconds) return [];
  return [
    {
      id: `outbox-overdue:${service}`,
      severity: 'bad',
      sentence: `A scheduled row in the outbox of ${service} is overdue.`,
      since: secondsBefore(at, -nextDueSeconds),
      href: HREF,
      source: SOURCE,
    },
  ];
}

function silent({ service }: ServiceOutbox): Seen {
  return {
    id: `outbox-unknown:${service}`,
    severity: 'warn',
    sentence: `${service} is up and does not say what its outbox holds: its database may be down.`,
    href: `/flow?node=${encodeURIComponent(`service:${service}`)}`,
    source: 'the console’s last request to the service',
  };
}

export function oldestInOutbox(outboxes: readonly ServiceOutbox[]): OverviewFigures['oldestInOutbox'] {
  const oldest = outboxes.flatMap(({ service, reachable, oldestSeconds }) =>
    !reachable || oldestSeconds === null ? [] : [{ service, seconds: oldestSeconds }],
  );
  return oldest.toSorted((one, other) => other.seconds - one.seconds)[0] ?? null;
}
