import type { FaultSwitch } from '@waybill/console-api';
import { Panel, ServiceName, Slider, Switch } from '../../ui/index.ts';
import { valueInWords } from './active-faults.ts';
import type { ServiceSwitches } from './expected-faults.ts';
import { FaultRow } from './fault-row.tsx';
import styles from './faults.module.css';
import { useChangeFaults } from './use-faults.ts';
import { useDraft } from './use-draft.ts';

/** The faults of one service. */
export function SwitchPanel({ service, reachable, switches }: ServiceSwitches) {
  return (
    <Panel
      title={<ServiceName service={service} />}
      actions={!reachable && <span className="error">does not respond: its faults cannot be changed</span>}
      flush
    >
      <ul className="divided">
        {switches.map((one) => (
          <SwitchRow key={one.id} one={one} />
        ))}
      </ul>
    </Panel>
  );
}

const STEPS: Record<FaultSwitch['kind'], number> = { toggle: 1, percent: 5, milliseconds: 100, count: 1 };

function SwitchRow({ one }: { one: FaultSwitch }) {
  const change = useChangeFaults();
  const set = (value: number) => change.mutateAsync({ switches: [{ id: one.id, value }] });
  const [shown, setDraft] = useDraft(one.value, set);
  const control = { label: `${one.title} of ${one.service}`, disabled: !one.reachable };
  return (
    <FaultRow title={one.title} description={one.description} on={one.value > 0} error={change.error}>
      {one.kind === 'toggle' ? (
        <Switch
          {...control}
          value={one.value > 0}
          words={valueInWords(one, one.value)}
          // The row shows the error.
          onChange={(on) => void set(on ? 1 : 0).catch(() => undefined)}
        />
      ) : (
        <div className={styles.slider}>
          <Slider
            {...control}
            value={shown}
            max={one.max}
            step={STEPS[one.kind]}
            words={valueInWords(one, shown)}
            onChange={setDraft}
          />
        </div>
      )}
    </FaultRow>
  );
}
