import type { LatenciesResponse } from '@waybill/console-api';
import { useJson } from '../../api/use-json.ts';
import {
  Choice,
  classNames,
  EmptyState,
  formatDuration,
  formatPlural,
  Loaded,
  Panel,
  Timestamp,
  useQueryParam,
} from '../../ui/index.ts';
import styles from './flow.module.css';
import { LatencySlots } from './latency-slots.tsx';
import { LatencyTable } from './latency-table.tsx';
import { latencyKey } from './latency-words.ts';

const RANGES = [
  { value: '15', title: '15 min' },
  { value: '60', title: '1 h' },
  { value: '360', title: '6 h' },
  { value: '1440', title: '24 h' },
];

/** No live topic says that time passes. */
const REFRESH_MS = 15_000;

/** How long messages wait in each outbox and for each consumer, and how long handlers take; each figure with a trace. */
export function LatencyPanel() {
  const [minutes, setMinutes] = useQueryParam('minutes', '60');
  const [openKey, setOpenKey] = useQueryParam('latency');
  const query = useJson<LatenciesResponse>(
    ['latencies', minutes],
    `/api/latencies?minutes=${encodeURIComponent(minutes)}`,
    {
      refetchInterval: REFRESH_MS,
    },
  );
  return (
    <Panel
      title="Waiting and work"
      actions={<Choice label="How far back" value={minutes} onChange={setMinutes} options={RANGES} />}
      flush
    >
      <Loaded query={query} what="the latencies">
        {(found) => <Latencies found={found} openKey={openKey} onOpen={setOpenKey} />}
      </Loaded>
    </Panel>
  );
}

interface Props {
  found: LatenciesResponse;
  openKey: string;
  onOpen: (key: string) => void;
}

function Latencies({ found, openKey, onOpen }: Props) {
  const { latencies, spans, from } = found;
  if (latencies.length === 0) {
    return (
      <EmptyState title="No message was seen in this time">
        The figures are of the spans that services send to the console.
      </EmptyState>
    );
  }
  const open = latencies.find((each) => latencyKey(each) === openKey);
  return (
    <>
      <LatencyTable found={found} onOpen={onOpen} />
      <LatencySlots latency={open} onClose={() => onOpen('')} />
      <p className={classNames('note', styles.beside)}>
        Of {formatPlural(spans, 'span')} since <Timestamp at={from} />. Each figure is one that was measured:
        it opens its trace. Slots of {formatDuration(found.slotMs)}.
      </p>
    </>
  );
}
