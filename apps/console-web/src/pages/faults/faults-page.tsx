import { Loaded, PageHeader } from '../../ui/index.ts';
import { CounterPanel } from './counter-panel.tsx';
import { switchesByService } from './expected-faults.ts';
import { ExperimentList } from './experiment-list.tsx';
import { HealBar } from './heal-bar.tsx';
import { ProcessPanel } from './process-panel.tsx';
import { SwitchPanel } from './switch-panel.tsx';
import { useFaults } from './use-faults.ts';

/** `/faults`: inject faults, see that nothing is lost, switch them off. */
export function FaultsPage() {
  return (
    <>
      <PageHeader
        title="Faults"
        subtitle="Break something on purpose and watch what happens to messages. “Heal everything” undoes all of it."
      />
      <Loaded query={useFaults()} what="the faults">
        {(faults) => (
          <>
            <HealBar faults={faults} />
            <div className="with-aside wide">
              <div className="stack">
                <CounterPanel faults={faults} />
                <ProcessPanel processes={faults.processes} />
                {switchesByService(faults.switches).map((group) => (
                  <SwitchPanel key={group.service} {...group} />
                ))}
              </div>
              <ExperimentList faults={faults} />
            </div>
          </>
        )}
      </Loaded>
    </>
  );
}
