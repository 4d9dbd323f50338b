import type { FaultsResponse } from '@waybill/console-api';
import { useState } from 'react';
import { Link } from 'wouter';
import { Button, ErrorNotice, Icon, Panel, useQueryParam } from '../../ui/index.ts';
import { actionWords, changeOf, EXPERIMENTS, obstacle, type Action, type Experiment } from './experiments.ts';
import styles from './experiments.module.css';
import { PlacedWords } from './place-orders.tsx';
import { useChangeFaults } from './use-faults.ts';
import { usePlaceOrders } from './use-place-orders.ts';

/** Experiments, step by step; the open one is in the address. */
export function ExperimentList({ faults }: { faults: FaultsResponse }) {
  const [openId, setOpenId] = useQueryParam('experiment', EXPERIMENTS[0]!.id);
  return (
    <Panel title="Try it, step by step" className={styles.panel} flush>
      <div className="divided">
        {EXPERIMENTS.map((experiment) => {
          const open = experiment.id === openId;
          return (
            <section key={experiment.id}>
              <h3>
                <button
                  type="button"
                  className={styles.head}
                  aria-expanded={open}
                  onClick={() => setOpenId(open ? 'none' : experiment.id)}
                >
                  <Icon name={open ? 'down' : 'right'} />
                  {experiment.title}
                </button>
              </h3>
              {open && <Steps experiment={experiment} faults={faults} />}
            </section>
          );
        })}
      </div>
    </Panel>
  );
}

function Steps({
  experiment: { promise, steps },
  faults,
}: {
  experiment: Experiment;
  faults: FaultsResponse;
}) {
  const [done, setDone] = useState<ReadonlySet<number>>(new Set());
  return (
    <div className={styles.body}>
      <p className="soft">{promise}</p>
      <ol className={styles.steps}>
        {steps.map(([words, action], index) => (
          <li key={words} className={done.has(index) ? styles.done : undefined}>
            <p>
              {words}
              {done.has(index) && <span className="visually-hidden"> Done.</span>}
            </p>
            {action && (
              <ActionButton
                action={action}
                faults={faults}
                onDone={() => setDone((before) => new Set(before).add(index))}
              />
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}

interface ActionProps {
  action: Action;
  faults: FaultsResponse;
  onDone: () => void;
}

function ActionButton({ action, faults, onDone }: ActionProps) {
  const change = useChangeFaults();
  const orders = usePlaceOrders();
  const words = actionWords(action, faults.switches);
  if (action.kind === 'link') return <Link href={action.href}>{words} →</Link>;
  const why = obstacle(action, faults);
  const busy = change.isPending || orders.isPending;
  const run = () => {
    if (action.kind === 'orders') return orders.mutate(action.count, { onSuccess: onDone });
    const asked = changeOf(action, faults.switches);
    if (asked) change.mutate(asked, { onSuccess: onDone });
  };
  const error = change.error ?? orders.error;
  return (
    <>
      <Button size="small" disabled={busy || why !== undefined} title={why} onClick={run}>
        {busy ? `${words} …` : words}
      </Button>
      {why !== undefined && <span className="note"> {why}</span>}
      {orders.data && (
        <p role="status">
          <PlacedWords {...orders.data} />
        </p>
      )}
      {error && <ErrorNotice error={error} />}
    </>
  );
}
