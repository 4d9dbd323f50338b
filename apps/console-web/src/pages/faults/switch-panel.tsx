import type { FaultSwitch } from '@waybill/console-api';
import { classNames, ErrorNotice, Panel, ServiceName, SliderField, SwitchField } from '../../ui/index.ts';
import { valueInWords } from './active-faults.ts';
import type { ServiceSwitches } from './expected-faults.ts';
import styles from './faults.module.css';
import { useChangeFaults } from './use-faults.ts';
import { useDraft } from './use-draft.ts';

/** The switches of one service. */
export function SwitchPanel({ service, reachable, switches }: ServiceSwitches) {
  return (
    <Panel
      title={<ServiceName service={service} />}
      actions={
        !reachable && <span className={styles.away}>does not answer: nothing can be switched here now</span>
      }
      flush
    >
      <ul className={styles.rows}>
        {switches.map((one) => (
          <SwitchRow key={one.id} one={one} />
        ))}
      </ul>
    </Panel>
  );
}

function SwitchRow({ one }: { one: FaultSwitch }) {
  const change = useChangeFaults();
  const set = (value: number) => change.mutateAsync({ switches: [{ id: one.id, value }] });
  return (
    <li className={classNames(styles.row, one.value > 0 && styles.on)}>
      <div className={styles.rowWords}>
        <p className={styles.rowTitle}>{one.title}</p>
        <p className="soft">{one.description}</p>
      </div>
      <div className={styles.rowControls}>
        <Control one={one} onSet={set} />
      </div>
      {change.error && (
        <div className={styles.wide}>
          <ErrorNotice error={change.error} />
        </div>
      )}
    </li>
  );
}

const STEPS: Record<FaultSwitch['kind'], number> = { toggle: 1, percent: 5, milliseconds: 100, count: 1 };

function Control({ one, onSet }: { one: FaultSwitch; onSet: (value: number) => Promise<unknown> }) {
  const [shown, setDraft] = useDraft(one.value, onSet);
  const words = (value: number) => valueInWords(one, value);
  if (one.kind === 'toggle') {
    return (
      <SwitchField
        label={
          <>
            <span className="only-heard">
              {one.title} of {one.service}:{' '}
            </span>
            {words(one.value)}
          </>
        }
        checked={one.value > 0}
        disabled={!one.reachable}
        // A refusal is shown below the row.
        onChange={(on) => void onSet(on ? 1 : 0).catch(() => undefined)}
      />
    );
  }
  return (
    <div className={styles.slider}>
      <SliderField
        label={`${one.title} of ${one.service}`}
        value={shown}
        max={one.max}
        step={STEPS[one.kind]}
        words={words}
        disabled={!one.reachable}
        onChange={setDraft}
      />
    </div>
  );
}
