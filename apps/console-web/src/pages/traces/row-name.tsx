import type { SpanView } from '@waybill/console-api';
import { aheadWords } from '../../delivery/completeness.ts';
import { Badge, formatDuration, Icon, ServiceMark } from '../../ui/index.ts';
import styles from './row-name.module.css';
import type { Row } from './rows.ts';
import { outcomeWords, spanTitle, STEP_MEANINGS } from './span-words.ts';

const INDENT = 15;
/** Deeper levels are not indented further, so that the name stays readable. */
const DEEPEST = 12;

interface Props {
  row: Row;
  isLinked: boolean;
  onFold: (key: string) => void;
}

/** The row's title: its place in the tree, its service, its words, and what is unusual about it. */
export function RowName({ row, isLinked, onFold }: Props) {
  const indent = Math.min(row.level - 1, DEEPEST) * INDENT;
  return (
    <div className={styles.name} style={{ paddingLeft: 8 + indent }}>
      <span
        className={styles.fold}
        aria-hidden="true"
        onClick={(event) => {
          event.stopPropagation();
          if (row.children.length > 0) onFold(row.key);
        }}
      >
        {row.children.length > 0 && <Icon name={row.expanded ? 'down' : 'right'} size={12} />}
      </span>
      <Subject row={row} />
      {isLinked && (
        <span className={styles.link} title="Linked with another trace">
          <Icon name="link" size={12} />
        </span>
      )}
    </div>
  );
}

function Subject({ row: { subject, level, parentKey } }: { row: Row }) {
  switch (subject.kind) {
    case 'awaited':
      return (
        <>
          <ServiceMark service={subject.progress.service} />
          <Words
            verb={subject.progress.state === 'retrying' ? 'to retry' : 'to handle'}
            what={subject.progress.handler}
          />
          <Badge tone="warn">{aheadWords(subject.progress.lag) ?? subject.progress.state}</Badge>
        </>
      );
    case 'attempts': {
      const last = subject.attempts.at(-1)!.span;
      return (
        <>
          <ServiceMark service={subject.service} />
          <Words {...spanTitle(last)} meaning={meaningOf(last)} />
          <span className={styles.marks}>
            {subject.attempts.map(({ span }) => (
              <Outcome key={span.spanId} tone={outcomeWords(span)?.tone} />
            ))}
          </span>
        </>
      );
    }
    case 'span': {
      const { span, orphan, skewMs } = subject.node;
      const outcome = outcomeWords(span);
      const isLane = level > 1 && parentKey?.startsWith('attempts ') && span.attempt !== undefined;
      return (
        <>
          <ServiceMark service={span.service} />
          {isLane ? (
            <Words what={`attempt ${span.attempt}`} soft={outcome?.words} />
          ) : (
            <Words {...spanTitle(span)} meaning={meaningOf(span)} />
          )}
          {span.step === 'process' || outcome?.tone === 'bad' ? <Outcome tone={outcome?.tone} /> : null}
          {subject.inner.length > 0 && (
            <span
              className={styles.inner}
              title={`${subject.inner.length} spans inside: “All spans” shows them`}
            >
              +{subject.inner.length}
            </span>
          )}
          {orphan && <OrphanBadge span={span} />}
          {skewMs !== undefined && (
            <Badge tone="warn" title="It began before its parent: the clocks differ">
              clock {formatDuration(-skewMs)}
            </Badge>
          )}
        </>
      );
    }
  }
}

const meaningOf = ({ step }: SpanView) => step && STEP_MEANINGS[step];

/** The span's parent is missing. */
function OrphanBadge({ span: { kind, parentSpanId } }: { span: SpanView }) {
  return kind === 'server' ? (
    <Badge title={`The caller sent a trace context, but its span (${parentSpanId}) has not arrived`}>
      caller not traced
    </Badge>
  ) : (
    <Badge tone="warn" title={`Its parent (${parentSpanId}) has not arrived: not sampled, lost, or late`}>
      parent missing
    </Badge>
  );
}

interface WordsProps {
  verb?: string;
  what: string;
  soft?: string;
  /** An explanation, for the tooltip. */
  meaning?: string;
}

function Words({ verb, what, soft, meaning }: WordsProps) {
  const words = [verb, what, soft].filter(Boolean).join(' ');
  return (
    <span className="cut" title={meaning ? `${words}: ${meaning}` : words}>
      {verb && <span className="soft">{verb} </span>}
      {what}
      {soft && <span className="soft"> {soft}</span>}
    </span>
  );
}

type OutcomeTone = NonNullable<ReturnType<typeof outcomeWords>>['tone'];

function Outcome({ tone }: { tone: OutcomeTone | undefined }) {
  if (tone === undefined) return null;
  return (
    <span className={styles.outcome} data-tone={tone} aria-hidden="true">
      {{ good: '✓', warn: '✗', bad: '✗', neutral: '–' }[tone]}
    </span>
  );
}
