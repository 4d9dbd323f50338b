import type { ServiceOutbox } from '@waybill/console-api';
import {
  Badge,
  Figures,
  formatCount,
  formatDuration,
  Panel,
  ServiceName,
  serviceHue,
  Spark,
} from '../../ui/index.ts';
import { OutboxRows } from './outbox-rows.tsx';
import styles from './streams.module.css';
import { useHistory } from './use-history.ts';

/** Every service's outbox: how many rows wait, and for how long. */
export function OutboxPanel({ services, at }: { services: readonly ServiceOutbox[]; at: number }) {
  return (
    <Panel title="Outboxes" flush>
      <ul className="divided">
        {services.map((outbox) => (
          <li key={outbox.service}>
            <Outbox outbox={outbox} at={at} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** A relay that works moves what is due within a second. */
const OVERDUE_S = 5;

function nextDueWords(seconds: number | null): string {
  if (seconds === null) return 'None waits.';
  const time = formatDuration(Math.abs(seconds) * 1_000);
  return seconds < 0 ? `The first has been due for ${time}.` : `The next is due in ${time}.`;
}

function Outbox({ outbox, at }: { outbox: ServiceOutbox; at: number }) {
  const {
    service,
    reachable,
    pending,
    oldestSeconds,
    refused,
    parked,
    scheduled,
    nextDueSeconds,
    relayPaused,
    rows,
  } = outbox;
  const ages = useHistory(at, oldestSeconds ?? 0);
  const age = formatDuration((oldestSeconds ?? 0) * 1_000);
  return (
    <section aria-label={`Outbox of ${service}`}>
      <div className={styles.outbox} data-stale={!reachable || undefined}>
        <div className="row">
          <b>
            <ServiceName service={service} />
          </b>
          {!reachable && <Badge>not known now</Badge>}
          {relayPaused && <Badge tone="warn">relay paused</Badge>}
          {reachable && pending === 0 && parked === 0 && <Badge tone="good">empty</Badge>}
        </div>
        <Figures
          items={[
            {
              name: 'pending',
              value: formatCount(pending),
              title: 'Committed with their transaction, not yet published.',
            },
            {
              name: 'oldest',
              value: oldestSeconds === null ? '–' : age,
              title: 'How long the oldest pending row has waited.',
            },
            {
              name: 'refused',
              value: formatCount(refused),
              tone: refused > 0 ? 'warn' : undefined,
              title: 'Pending, and refused by the broker at least once. They are retried automatically.',
            },
            {
              name: 'parked',
              value: formatCount(parked),
              tone: parked > 0 ? 'bad' : undefined,
              title: 'Given up after the last refused attempt: needs attention.',
            },
            {
              name: 'scheduled',
              value: formatCount(scheduled),
              tone: nextDueSeconds !== null && nextDueSeconds < -OVERDUE_S ? 'warn' : undefined,
              title: `Published when they are due. ${nextDueWords(nextDueSeconds)}`,
            },
          ]}
        />
        <div className="note">
          <Spark
            values={ages}
            width={150}
            height={30}
            color={serviceHue(service)}
            label={`Age of the oldest pending row of ${service} since the page was opened; now ${age}`}
          />
          <p>age of the oldest</p>
        </div>
      </div>
      {rows.length > 0 && <OutboxRows service={service} rows={rows} waiting={pending + parked + scheduled} />}
    </section>
  );
}
