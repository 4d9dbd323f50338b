import type { SpanView } from '@waybill/console-api';
import { aheadWords } from '../../delivery/completeness.ts';
import { Badge, formatDuration, Icon, ServiceMark } from '../../ui/index.ts';
import styles from './row-name.module.css';
import type { Row } from './rows.ts';
import { outcomeWords, spanTitle, stepMeaning } from './span-words.ts';

const INDENT = 15;
/** Deeper levels stay here: the name has to be read. */
const DEEPEST = 12;

/** What the row is: its place in the tree, whose work, in words, and what is peculiar about it. */
export function RowName({
  row,
  isLinked,
  onFold,
}: {
  row: Row;
  isLinked: boolean;
  onFold: (key: string) => void;
}) {
  const indent = Math.min(row.level - 1, DEEPEST) * INDENT;
  return (
    <div className={styles.name} style={{ paddingLeft: 8 + indent, backgroundSize: `${indent + 8}px 100%` }}>
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
            verb={subject.progress.state === 'retrying' ? 'tries again' : 'to handle'}
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
            <Badge tone="warn" title="It says that it began before its parent: the clocks disagree">
              clock {formatDuration(-skewMs)}
            </Badge>
          )}
        </>
      );
    }
  }
}

const meaningOf = ({ step }: SpanView) => (step === undefined ? undefined : stepMeaning(step));

/** Said as it is: the tree goes on above, and that part is not here. */
function OrphanBadge({ span: { kind, parentSpanId } }: { span: SpanView }) {
  if (kind === 'server')
    return (
      <Badge
        title={`Whoever called sent a trace context, and no span of its own (${parentSpanId}) has arrived`}
      >
        caller not traced
      </Badge>
    );
  return (
    <Badge
      tone="warn"
      title={`Its parent (${parentSpanId}) never arrived: sampled out, lost, or still to come`}
    >
      parent never arrived
    </Badge>
  );
}

interface WordsProps {
  verb?: string;
  what: string;
  soft?: string;
  /** What that is, for who asks. */
  meaning?: string;
}

function Words({ verb, what, soft, meaning }: WordsProps) {
  const words = [verb, what, soft].filter(Boolean).join(' ');
  return (
    <span className={styles.words} title={meaning ? `${words}: ${meaning}` : words}>
      {verb && <span className={styles.soft}>{verb} </span>}
      {what}
      {soft && <span className={styles.soft}> {soft}</span>}
    </span>
  );
}

function Outcome({ tone }: { tone: 'good' | 'warn' | 'bad' | 'neutral' | undefined }) {
  if (tone === undefined) return null;
  return (
    <span className={styles.outcome} data-tone={tone} aria-hidden="true">
      {{ good: '✓', warn: '✗', bad: '✗', neutral: '–' }[tone]}
    </span>
  );
}
