import { useLive } from '../api/live.ts';
import { Icon } from '../ui/index.ts';
import styles from './header.module.css';

/** Whether what is shown is fresh, and the switch that lets the reader hold it still. */
export function LiveState() {
  const { state, pause, resume } = useLive();
  const paused = state === 'paused';
  return (
    <button
      type="button"
      className={styles.live}
      data-state={state}
      aria-pressed={paused}
      title={paused ? 'Paused: nothing refreshes until you resume' : 'Live: the page follows the platform'}
      onClick={paused ? resume : pause}
    >
      {paused ? <Icon name="play" size={12} /> : <span className={styles.pulse} aria-hidden="true" />}
      <span>{{ live: 'Live', paused: 'Paused', away: 'Away' }[state]}</span>
    </button>
  );
}

/** Said once, where it cannot be missed. */
export function AwayNotice() {
  const { state } = useLive();
  return (
    <p role="status" className={styles.away}>
      {state === 'away'
        ? 'The console’s server does not answer. What you see is the last it said; it is asked again until it is back.'
        : ''}
    </p>
  );
}
