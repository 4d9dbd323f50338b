import type { FaultsChange, ProcessView } from '@waybill/console-api';
import { Badge, Button, ErrorNotice, Panel, type Tone } from '../../ui/index.ts';
import styles from './faults.module.css';
import { useChangeFaults } from './use-faults.ts';

const TONES: Record<ProcessView['state'], Tone> = {
  running: 'good',
  starting: 'warn',
  restarting: 'warn',
  stopped: 'bad',
};

const ROLES: Record<string, string> = {
  postgres: 'Every service’s database, and the console’s own.',
  nats: 'The broker. While it is stopped, events wait in the outboxes.',
  console: 'What you are looking at.',
};

export function ProcessPanel({ processes }: { processes: readonly ProcessView[] }) {
  if (processes.length === 0) {
    return (
      <Panel title="Processes">
        <p className="soft">
          Processes cannot be stopped from here: the console does not run beside the embedded stack of{' '}
          <code>npm start</code>. Stop and start them where they run; the switches below work all the same.
        </p>
      </Panel>
    );
  }
  return (
    <Panel title="Processes" flush>
      <ul className={styles.rows}>
        {processes.map((process) => (
          <ProcessRow key={process.name} process={process} />
        ))}
      </ul>
    </Panel>
  );
}

function ProcessRow({ process: { name, state, pid, stoppable } }: { process: ProcessView }) {
  const change = useChangeFaults();
  type Action = NonNullable<FaultsChange['processes']>[number]['action'];
  const act = (action: Action) => change.mutate({ processes: [{ name, action }] });
  const asked = change.isPending ? change.variables.processes?.[0]?.action : undefined;
  return (
    <li className={styles.row}>
      <div className={styles.rowWords}>
        <p className={styles.rowTitle}>
          {name} <Badge tone={TONES[state]}>{asked ? DOING[asked] : state}</Badge>
          {pid !== undefined && <span className="soft figures">pid {pid}</span>}
        </p>
        <p className="soft">{ROLES[name] ?? `The ${name} service: its HTTP, relay and consumers.`}</p>
      </div>
      <div className={styles.rowControls}>
        {!stoppable && <span className="soft">cannot be stopped from here</span>}
        {stoppable && state === 'stopped' && (
          <Button size="small" icon="play" disabled={change.isPending} onClick={() => act('start')}>
            Start {name}
          </Button>
        )}
        {stoppable && state !== 'stopped' && (
          <>
            <Button size="small" disabled={change.isPending} onClick={() => act('stop')}>
              Stop {name}
            </Button>
            <Button
              size="small"
              variant="danger"
              disabled={change.isPending}
              title="At once, without a chance to finish anything (kill -9). It is started again."
              onClick={() => act('kill')}
            >
              Kill {name}
            </Button>
          </>
        )}
      </div>
      {change.error && (
        <div className={styles.wide}>
          <ErrorNotice error={change.error} />
        </div>
      )}
    </li>
  );
}

const DOING = { stop: 'stopping …', start: 'starting …', kill: 'killing …' } as const;
