import type { FaultsAnswer } from '@waybill/console-api';
import { useState } from 'react';
import { Link } from 'wouter';
import { Button, ErrorNotice, Icon, Panel, useQueryParam } from '../../ui/index.ts';
import { changeOf, deedWords, EXPERIMENTS, obstacle, type Deed, type Experiment } from './experiments.ts';
import styles from './experiments.module.css';
import { PlacedWords } from './place-orders.tsx';
import { useChangeFaults } from './use-faults.ts';
import { usePlaceOrders } from './use-place-orders.ts';

/** Step by step through the page; which one is open stands in the address. */
export function ExperimentList({ faults }: { faults: FaultsAnswer }) {
  const [openId, setOpenId] = useQueryParam('experiment', EXPERIMENTS[0]!.id);
  return (
    <Panel title="Try it, step by step" className={styles.panel} flush>
      {EXPERIMENTS.map((experiment) => (
        <section key={experiment.id} className={styles.experiment}>
          <h3>
            <button
              type="button"
              className={styles.head}
              aria-expanded={experiment.id === openId}
              onClick={() => setOpenId(experiment.id === openId ? 'none' : experiment.id)}
            >
              <Icon name={experiment.id === openId ? 'down' : 'right'} />
              {experiment.title}
            </button>
          </h3>
          {experiment.id === openId && <Steps experiment={experiment} faults={faults} />}
        </section>
      ))}
    </Panel>
  );
}

function Steps({ experiment: { promise, steps }, faults }: { experiment: Experiment; faults: FaultsAnswer }) {
  const [done, setDone] = useState<ReadonlySet<number>>(new Set());
  return (
    <div className={styles.body}>
      <p className="soft">{promise}</p>
      <ol className={styles.steps}>
        {steps.map(({ words, deed }, index) => (
          <li key={words} className={done.has(index) ? styles.done : undefined}>
            <p>
              {words}
              {done.has(index) && <span className="only-heard"> Done.</span>}
            </p>
            {deed && (
              <DeedButton
                deed={deed}
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

interface DeedProps {
  deed: Deed;
  faults: FaultsAnswer;
  onDone: () => void;
}

function DeedButton({ deed, faults, onDone }: DeedProps) {
  const change = useChangeFaults();
  const orders = usePlaceOrders();
  const words = deedWords(deed, faults.switches);
  if (deed.kind === 'look') return <Link href={deed.href}>{words} →</Link>;
  const why = obstacle(deed, faults);
  const busy = change.isPending || orders.isPending;
  const run = () => {
    if (deed.kind === 'orders') return orders.mutate(deed.count, { onSuccess: onDone });
    const asked = changeOf(deed, faults.switches);
    if (asked) change.mutate(asked, { onSuccess: onDone });
  };
  const error = change.error ?? orders.error;
  return (
    <>
      <Button size="small" disabled={busy || why !== undefined} title={why} onClick={run}>
        {busy ? `${words} …` : words}
      </Button>
      {why !== undefined && <span className={styles.why}>{why}</span>}
      {orders.data && (
        <p role="status">
          <PlacedWords {...orders.data} />
        </p>
      )}
      {error && <ErrorNotice error={error} />}
    </>
  );
}
