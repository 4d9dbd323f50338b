import type { CatalogueResponse } from '@waybill/console-api';
import { useJson } from '../../../api/use-json.ts';
import { Button, SelectField, TextField, useQueryParam } from '../../../ui/index.ts';
import styles from './trace-list.module.css';
import { useTraceFilter } from './use-trace-filter.ts';

const options = (all: string, values: readonly string[]) => [
  { value: '', title: all },
  ...values.map((value) => ({ value, title: value })),
];

const SLOWER = [
  { value: '', title: 'any' },
  { value: '100', title: 'than 100 ms' },
  { value: '1000', title: 'than 1 s' },
  { value: '10000', title: 'than 10 s' },
  { value: '60000', title: 'than 1 min' },
];

export function TraceFilters() {
  const [service, setService] = useQueryParam('service');
  const [event, setEvent] = useQueryParam('event');
  const [orderId, setOrderId] = useQueryParam('orderId');
  const [status, setStatus] = useQueryParam('status');
  const [slower, setSlower] = useQueryParam('minDurationMs');
  const { isFiltered, clear } = useTraceFilter();
  const { data: catalogue } = useJson<CatalogueResponse>(['catalogue'], '/api/catalogue');
  const known = catalogue && namesIn(catalogue);
  return (
    <search className={styles.filters}>
      <TextField
        label="Service"
        list="known-services"
        value={service}
        onChange={setService}
        placeholder="all"
      />
      <Suggestions id="known-services" values={known?.services} />
      <TextField label="Event" list="known-events" value={event} onChange={setEvent} placeholder="all" />
      <Suggestions id="known-events" values={known?.events} />
      <TextField label="Order id" value={orderId} onChange={setOrderId} placeholder="any" />
      <SelectField
        label="Status"
        value={status}
        onChange={setStatus}
        options={options('all', ['ok', 'failed', 'retried', 'dead-lettered'])}
      />
      <SelectField label="Slower" value={slower} onChange={setSlower} options={SLOWER} />
      <Button variant="quiet" disabled={!isFiltered} onClick={clear}>
        Clear
      </Button>
    </search>
  );
}

function Suggestions({ id, values = [] }: { id: string; values?: readonly string[] }) {
  return (
    <datalist id={id}>
      {values.map((each) => (
        <option key={each} value={each} />
      ))}
    </datalist>
  );
}

/** The events, and the services that publish or read them. */
function namesIn({ events }: CatalogueResponse) {
  const services = events.flatMap(({ versions, consumers }) => [
    ...versions.flatMap(({ publishers }) => publishers),
    ...consumers.map(({ service }) => service),
  ]);
  return { services: [...new Set(services)].sort(), events: events.map(({ type }) => type) };
}
