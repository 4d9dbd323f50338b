import type { LogView, SpanView, TraceDetail } from '@waybill/console-api';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import {
  Badge,
  CopyableId,
  formatDuration,
  IconButton,
  JsonView,
  KeyValues,
  ServiceName,
  shortId,
  Tabs,
  type Tab,
  type Tone,
} from '../../ui/index.ts';
import { attributeWords } from './attribute-words.ts';
import { linksOf, type DirectedLink } from './link-words.ts';
import { LinkChip } from './linked-traces.tsx';
import styles from './span-detail.module.css';
import { outcomeWords, spanTitle, STEP_MEANINGS } from './span-words.ts';

interface Props {
  span: SpanView;
  detail: TraceDetail;
  onClose: () => void;
}

/** All that is known of one span. The open tab is in the address, like the span. */
export function SpanDetail({ span, detail, onClose }: Props) {
  const { verb, what } = spanTitle(span);
  const outcome = outcomeWords(span);
  const logs = detail.logs.filter(({ spanId }) => spanId === span.spanId);
  const links = linksOf(detail.linked).filter(({ link }) => link.ownSpanId === span.spanId);
  const tabs: [Tab, ...Tab[]] = [
    { id: 'about', title: 'About', view: () => <About span={span} detail={detail} /> },
    { id: 'logs', title: 'Logs', count: logs.length, view: () => <Logs logs={logs} span={span} /> },
    {
      id: 'links',
      title: 'Links',
      count: links.length,
      view: () => <Links span={span} detail={detail} across={links} />,
    },
    { id: 'raw', title: 'Raw', view: () => <JsonView value={span} what="span" /> },
  ];
  return (
    <aside className={`sheet ${styles.panel}`} aria-label="Span">
      <header className={styles.head}>
        <div>
          <h2>
            {verb && <span className="soft">{verb} </span>}
            {what}
          </h2>
          <p className="row">
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

function About({ span, detail }: Omit<Props, 'onClose'>) {
  const { message, others } = attributeWords(span.attributes);
  const order = span.attributes['messaging.message.conversation_id'];
  const waits = detail.waits.filter(({ spanId }) => spanId === span.spanId);
  return (
    <div className="stack">
      {span.step && <p className="soft">{STEP_MEANINGS[span.step]}</p>}
      {span.statusMessage && (
        <p className="toned" data-tone="bad">
          {span.statusMessage}
        </p>
      )}
      <KeyValues
        items={{
          'Began after': formatDuration(span.offsetMs),
          Took: formatDuration(span.durationMs),
          ...Object.fromEntries(
            waits.map(({ kind, fromMs, toMs }) => [`Waited: ${kind}`, formatDuration(toMs - fromMs)]),
          ),
        }}
      />
      <Section title="Message" shown={Object.keys(message).length > 0}>
        <KeyValues items={message} mono />
        {typeof order === 'string' && (
          <Link href={`/messages/${encodeURIComponent(order)}`}>All messages of this order</Link>
        )}
      </Section>
      <Section title="Events" shown={span.events.length > 0}>
        {span.events.map(({ name, offsetMs, attributes }, index) => (
          <div key={index}>
            <p>
              <strong>{name}</strong> <span className="soft figures">at {formatDuration(offsetMs)}</span>
            </p>
            <KeyValues items={attributeWords(attributes).others} mono />
          </div>
        ))}
      </Section>
      <Section title="Attributes" shown={Object.keys(others).length > 0}>
        <KeyValues items={others} mono />
      </Section>
      <Section title="Span" shown>
        <KeyValues
          items={{
            Name: <code>{span.name}</code>,
            Kind: span.kind,
            'Span id': <CopyableId id={span.spanId} what="span id" />,
            Parent: span.parentSpanId && <code>{span.parentSpanId}</code>,
            Event: span.eventId && <CopyableId id={span.eventId} what="event id" />,
          }}
        />
      </Section>
    </div>
  );
}

function Section({ title, shown, children }: { title: string; shown: boolean; children: ReactNode }) {
  return (
    shown && (
      <section className="stack tight">
        <h3>{title}</h3>
        {children}
      </section>
    )
  );
}

function Links({ span, detail, across }: Omit<Props, 'onClose'> & { across: readonly DirectedLink[] }) {
  const within = span.links.filter(({ traceId }) => traceId === span.traceId);
  if (within.length + across.length === 0) return <p className="soft">This span has no links.</p>;
  return (
    <ul className={`stack tight ${styles.links}`}>
      {across.map((each) => (
        <LinkChip key={each.direction + each.link.spanId} {...each} />
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

/** The span's log lines, at the time since it began. */
function Logs({ logs, span }: { logs: readonly LogView[]; span: SpanView }) {
  if (logs.length === 0) return <p className="soft">Nothing was logged while this span ran.</p>;
  return (
    <ol className={`stack tight ${styles.logs}`}>
      {logs.map(({ offsetMs, severity, body }, index) => (
        <li key={index}>
          <span className="figures soft">+{formatDuration(offsetMs - span.offsetMs)}</span>
          <Badge tone={severityTone(severity)}>{severity.toLowerCase()}</Badge>
          <code>{body}</code>
        </li>
      ))}
    </ol>
  );
}

function severityTone(severity: string): Tone {
  if (/^(err|fatal)/i.test(severity)) return 'bad';
  return /^warn/i.test(severity) ? 'warn' : 'neutral';
}
