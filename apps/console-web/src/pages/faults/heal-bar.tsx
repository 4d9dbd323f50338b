import type { FaultsAnswer } from '@waybill/console-api';
import { Button, classNames, ErrorNotice, Icon } from '../../ui/index.ts';
import { activeFaults } from './active-faults.ts';
import styles from './faults.module.css';
import { useChangeFaults } from './use-faults.ts';

/** Stays in sight while the page scrolls: what is broken now, and the way back. */
export function HealBar({ faults }: { faults: FaultsAnswer }) {
  const change = useChangeFaults();
  const active = activeFaults(faults);
  return (
    <div className={classNames(styles.heal, active.length > 0 && styles.broken)}>
      <div role="status" className={styles.healWords}>
        <Icon name={active.length > 0 ? 'alert' : 'check'} />
        {active.length === 0 ? (
          <p>Nothing is broken on purpose.</p>
        ) : (
          <>
            <p>
              <b>Broken on purpose:</b>
            </p>
            <ul className={styles.active}>
              {active.map(({ id, sentence }) => (
                <li key={id}>{sentence}</li>
              ))}
            </ul>
          </>
        )}
      </div>
      <Button
        variant={active.length > 0 ? 'primary' : 'plain'}
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
