import type { FaultsResponse } from '@waybill/console-api';
import { Button, classNames, ErrorNotice, Icon } from '../../ui/index.ts';
import { activeFaults } from './active-faults.ts';
import styles from './faults.module.css';
import { useChangeFaults } from './use-faults.ts';

/** What is broken now, and the button that ends it; it stays in sight while the page scrolls. */
export function HealBar({ faults }: { faults: FaultsResponse }) {
  const change = useChangeFaults();
  const active = activeFaults(faults);
  const any = active.length > 0;
  return (
    <div className={classNames('sheet row apart', styles.heal)} data-tone={any ? 'warn' : undefined}>
      <div role="status" className={classNames('row', styles.active)}>
        <Icon name={any ? 'alert' : 'check'} />
        <b>{any ? 'Active faults:' : 'No faults are active.'}</b>
        <ul className="row facts">
          {active.map(({ id, sentence }) => (
            <li key={id}>{sentence}</li>
          ))}
        </ul>
      </div>
      <Button
        variant={any ? 'primary' : 'plain'}
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
