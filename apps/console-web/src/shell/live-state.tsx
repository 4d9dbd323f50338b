import type { StreamsResponse } from '@waybill/console-api';
import { useLive } from '../api/live.ts';
import { useJson } from '../api/use-json.ts';
import { Icon } from '../ui/index.ts';
import styles from './header.module.css';

/** Whether what is shown is up to date, and the button that pauses updates. */
export function LiveState() {
  const { state, pause, resume } = useLive();
  const paused = state === 'paused';
  return (
    <button
      type="button"
      className={styles.live}
      data-state={state}
      aria-pressed={paused}
      title={paused ? 'Paused: nothing is refreshed until you resume' : 'Live: the page follows the platform'}
      onClick={paused ? resume : pause}
    >
      {paused ? <Icon name="play" size={12} /> : <span className={styles.pulse} aria-hidden="true" />}
      <span>{{ live: 'Live', paused: 'Paused', down: 'Down' }[state]}</span>
    </button>
  );
}

const BROKER_MS = 3_000;

/** Above every page: the console's server or the broker does not respond. */
export function DownNotice() {
  const { state } = useLive();
  const { data: brokerIsDown } = useJson<StreamsResponse, boolean>(['broker-reachable'], '/api/streams', {
    select: ({ reachable }) => !reachable,
    refetchInterval: state === 'live' ? BROKER_MS : false,
  });
  return (
    <p role="status" className={styles.notice} data-tone={state === 'down' ? 'bad' : 'warn'}>
      {state === 'down'
        ? 'The console’s server does not respond. You see its last state; the page reconnects by itself.'
        : brokerIsDown &&
          'The broker is down. Orders are still accepted and wait in the outbox. The console reaches the services through the broker, so you see the last known figures until it is back.'}
    </p>
  );
}
