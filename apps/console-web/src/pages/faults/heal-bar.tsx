import type { FaultsResponse } from '@waybill/console-api';
import { Button, classNames, ErrorNotice, Icon } from '../../ui/index.ts';
import { activeFaults } from './active-faults.ts';
import styles from './faults.module.css';
import { unknownFaults } from './unknown-faults.ts';
import { useChangeFaults } from './use-faults.ts';

/** What is broken now, and the button that ends it; it stays in sight while the page scrolls. */
export function HealBar({ faults }: { faults: FaultsResponse }) {
  const change = useChangeFaults();
  const active = activeFaults(faults);
  const any = active.length > 0;
  const unknown = unknownFaults(faults);
  const calm = !any && unknown === undefined;
  return (
    <div className={classNames('sheet row apart', styles.heal)} data-tone={calm ? undefined : 'warn'}>
      <div role="status" className={classNames('row', styles.active)}>
        <Icon name={calm ? 'check' : 'alert'} />
        <b>{any ? 'Active faults:' : calm ? 'No faults are active.' : 'Not all faults are known.'}</b>
        <ul className="row facts">
          {active.map(({ id, sentence }) => (
            <li key={id}>{sentence}</li>
          ))}
        </ul>
        {unknown !== undefined && <p className={styles.wide}>{unknown}</p>}
      </div>
      <Button
        variant={calm ? 'plain' : 'primary'}
        disabled={change.isPending}
        onClick={() => change.mutate({ heal: true })}
      >
        {change.isPending ? 'Healing …' : 'Heal everything'}
      </Button>
      {change.error && (
        <div className={styles.wide}>
          <ErrorNotice error={change.error} />
        </div>
      )}
    </div>
  );
}
