import type { SpanView, TraceDetail } from '@waybill/console-api';
import { Link } from 'wouter';
import {
  Badge,
  CopyButton,
  formatDuration,
  IconButton,
  JsonView,
  KeyValues,
  ServiceName,
  shortId,
  Tabs,
  type Tab,
} from '../../ui/index.ts';
import { attributeWords } from './attribute-words.ts';
import { LinkChip } from './linked-traces.tsx';
import styles from './span-detail.module.css';
import { SpanLogs } from './span-logs.tsx';
import { outcomeWords, spanTitle, stepMeaning } from './span-words.ts';

interface Props {
  span: SpanView;
  detail: TraceDetail;
  onClose: () => void;
}

/** All that is known of one span. Which part is open stands in the address, as the span does. */
export function SpanDetail({ span, detail, onClose }: Props) {
  const { verb, what } = spanTitle(span);
  const outcome = outcomeWords(span);
  const logs = detail.logs.filter(({ spanId }) => spanId === span.spanId);
  const tabs: [Tab, ...Tab[]] = [
    { id: 'about', title: 'About', view: () => <About span={span} detail={detail} /> },
    { id: 'logs', title: 'Logs', count: logs.length, view: () => <SpanLogs logs={logs} span={span} /> },
    {
      id: 'links',
      title: 'Links',
      count: linksOf(span, detail).length,
      view: () => <Links span={span} detail={detail} />,
    },
    { id: 'raw', title: 'Raw', view: () => <JsonView value={span} what="span" /> },
  ];
  return (
    <aside className={styles.panel} aria-label="Span">
      <header className={styles.head}>
        <div>
          <h2 className={styles.title}>
            {verb && <span className="soft">{verb} </span>}
            {what}
          </h2>
          <p className={styles.facts}>
            <ServiceName service={span.service} />
            <span className="figures">{formatDuration(span.durationMs)}</span>
            {outcome && <Badge tone={outcome.tone}>{outcome.words}</Badge>}
          </p>
        </div>
        <IconButton icon="close" label="Close the details" onClick={onClose} />
      </header>
      <div className={styles.body}>
        <Tabs label="Parts of the span" tabs={tabs} param="panel" />
      </div>
    </aside>
  );
}

function About({ span, detail }: { span: SpanView; detail: TraceDetail }) {
  const { message, others } = attributeWords(span.attributes);
  const order = span.attributes['messaging.message.conversation_id'];
  const waits = detail.waits.filter(({ spanId }) => spanId === span.spanId);
  return (
    <div className={styles.parts}>
      {span.step && <p className="soft">{stepMeaning(span.step)}</p>}
      {span.statusMessage && <p className={styles.error}>{span.statusMessage}</p>}
      <KeyValues
        items={[
          { key: 'Began after', value: formatDuration(span.offsetMs) },
          { key: 'Took', value: formatDuration(span.durationMs) },
          ...waits.map(({ kind, fromMs, toMs }) => ({
            key: `Waited: ${kind}`,
            value: formatDuration(toMs - fromMs),
          })),
        ]}
      />
      {message.length > 0 && (
        <section>
          <h3>Message</h3>
          <KeyValues items={message.map((each) => ({ ...each, mono: true }))} />
          {typeof order === 'string' && (
            <p className={styles.more}>
              <Link href={`/messages/${encodeURIComponent(order)}`}>All messages of this order</Link>
            </p>
          )}
        </section>
      )}
      {span.events.length > 0 && (
        <section>
          <h3>Events</h3>
          {span.events.map((event, index) => (
            <div key={index} className={styles.event}>
              <p>
                <strong>{event.name}</strong>{' '}
                <span className="soft figures">at {formatDuration(event.offsetMs)}</span>
              </p>
              <KeyValues
                items={attributeWords(event.attributes).others.map((each) => ({ ...each, mono: true }))}
              />
            </div>
          ))}
        </section>
      )}
      {others.length > 0 && (
        <section>
          <h3>Attributes</h3>
          <KeyValues items={others.map((each) => ({ ...each, mono: true }))} />
        </section>
      )}
      <section>
        <h3>Span</h3>
        <KeyValues
          items={[
            { key: 'Name', value: span.name, mono: true },
            { key: 'Kind', value: span.kind },
            { key: 'Span id', value: <Copied id={span.spanId} what="span id" />, mono: true },
            { key: 'Parent', value: span.parentSpanId, mono: true },
            { key: 'Event', value: span.eventId && <Copied id={span.eventId} what="event id" />, mono: true },
          ]}
        />
      </section>
    </div>
  );
}

function Copied({ id, what }: { id: string; what: string }) {
  return (
    <>
      {id} <CopyButton text={id} what={what} />
    </>
  );
}

function linksOf(span: SpanView, { linked }: TraceDetail) {
  const own = ({ ownSpanId }: { ownSpanId: string }) => ownSpanId === span.spanId;
  return [
    ...linked.causedBy.filter(own).map((link) => ({ link, direction: 'causedBy' as const })),
    ...linked.ledTo.filter(own).map((link) => ({ link, direction: 'ledTo' as const })),
  ];
}

function Links({ span, detail }: { span: SpanView; detail: TraceDetail }) {
  const within = span.links.filter(({ traceId }) => traceId === span.traceId);
  const across = linksOf(span, detail);
  if (within.length + across.length === 0) return <p className="soft">This span is linked with no other.</p>;
  return (
    <ul className={styles.links}>
      {across.map(({ link, direction }) => (
        <LinkChip key={direction + link.spanId} link={link} direction={direction} />
      ))}
      {within.map(({ spanId }) => {
        const target = detail.spans.find((each) => each.spanId === spanId);
        return (
          <li key={spanId}>
            linked to{' '}
            <Link href={`/traces/${span.traceId}?span=${spanId}`}>
              {target ? Object.values(spanTitle(target)).join(' ') : shortId(spanId)}
            </Link>{' '}
            in this trace
          </li>
        );
      })}
    </ul>
  );
}
