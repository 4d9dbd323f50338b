import type { FaultsAnswer } from '@waybill/console-api';
import { ErrorNotice, Loading, PageHeader } from '../../ui/index.ts';
import { CounterPanel } from './counter-panel.tsx';
import { ExperimentList } from './experiment-list.tsx';
import styles from './faults.module.css';
import { HealBar } from './heal-bar.tsx';
import { ProcessPanel } from './process-panel.tsx';
import { SwitchPanel } from './switch-panel.tsx';
import { switchesByService } from './expected-faults.ts';
import { useFaults } from './use-faults.ts';

/** `/faults`: break something on purpose, see that nothing is lost, heal it. */
export function FaultsPage() {
  const { data, error, refetch } = useFaults();
  return (
    <>
      <PageHeader
        title="Faults"
        subtitle="Break something on purpose and watch what it does to messages. Nothing here harms anything that “Heal everything” does not heal."
      />
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data ? <Faults faults={data} /> : !error && <Loading what="the faults" />}
    </>
  );
}

function Faults({ faults }: { faults: FaultsAnswer }) {
  return (
    <>
      <HealBar faults={faults} />
      <div className={styles.page}>
        <div className={styles.column}>
          <CounterPanel faults={faults} />
          <ProcessPanel processes={faults.processes} />
          {switchesByService(faults.switches).map((group) => (
            <SwitchPanel key={group.service} {...group} />
          ))}
        </div>
        <ExperimentList faults={faults} />
      </div>
    </>
  );
}
