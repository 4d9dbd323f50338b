import type { FaultsChange, ProcessView } from '@waybill/console-api';
import { Badge, Button, Panel, type Tone } from '../../ui/index.ts';
import { FaultRow } from './fault-row.tsx';
import { useChangeFaults } from './use-faults.ts';

const TONES: Record<ProcessView['state'], Tone> = {
  running: 'good',
  starting: 'warn',
  restarting: 'warn',
  stopped: 'bad',
};

const DESCRIPTIONS: Record<string, string> = {
  postgres: 'The databases of all services and of the console.',
  nats: 'The broker. While it is stopped, events wait in the outboxes.',
  console: 'This console.',
};

const DOING = { stop: 'stopping …', start: 'starting …', kill: 'killing …' } as const;

export function ProcessPanel({ processes }: { processes: readonly ProcessView[] }) {
  if (processes.length === 0) {
    return (
      <Panel title="Processes">
        <p className="soft">
          Processes cannot be stopped from here: the console does not run beside the embedded stack of{' '}
          <code>npm start</code>. Stop and start them where they run; the faults below work as usual.
        </p>
      </Panel>
    );
  }
  return (
    <Panel title="Processes" flush>
      <ul className="divided">
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
  const control = (action: Action) => ({
    size: 'small' as const,
    disabled: change.isPending,
    onClick: () => change.mutate({ processes: [{ name, action }] }),
  });
  const asked = change.isPending ? change.variables.processes?.[0]?.action : undefined;
  return (
    <FaultRow
      title={
        <>
          {name} <Badge tone={TONES[state]}>{asked ? DOING[asked] : state}</Badge>{' '}
          {pid !== undefined && <span className="soft figures">pid {pid}</span>}
        </>
      }
      description={DESCRIPTIONS[name] ?? `The ${name} service: its API, relay and consumers.`}
      error={change.error}
    >
      {!stoppable ? (
        <span className="soft">cannot be stopped from here</span>
      ) : state === 'stopped' ? (
        <Button {...control('start')} icon="play">
          Start {name}
        </Button>
      ) : (
        <>
          <Button {...control('stop')}>Stop {name}</Button>
          <Button
            {...control('kill')}
            variant="danger"
            title="Immediately, without a graceful shutdown (kill -9). It is restarted."
          >
            Kill {name}
          </Button>
        </>
      )}
    </FaultRow>
  );
}
