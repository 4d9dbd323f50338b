import type { StreamsAnswer } from '@waybill/console-api';
import { useQuery } from '@tanstack/react-query';
import { getJson } from '../api/http.ts';
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

/** Said once, where it cannot be missed and whatever page is open. */
export function AwayNotice() {
  const { state } = useLive();
  const brokerAway = useBrokerAway();
  return (
    <p role="status" className={styles.away} data-state={state}>
      {state === 'away'
        ? 'The console’s server does not answer. What you see is the last it said; it is asked again until it is back.'
        : brokerAway
          ? 'The broker does not answer. Orders are accepted all the same and wait in the outbox. The console asks the services through the broker, so you see the last known figures until it is back.'
          : ''}
    </p>
  );
}

const BROKER_MS = 3_000;

function useBrokerAway(): boolean {
  const { state } = useLive();
  const { data } = useQuery({
    queryKey: ['broker-reachable'],
    queryFn: ({ signal }) => getJson<StreamsAnswer>('/api/streams', signal),
    select: ({ reachable }) => !reachable,
    refetchInterval: state === 'live' ? BROKER_MS : false,
  });
  return data ?? false;
}
