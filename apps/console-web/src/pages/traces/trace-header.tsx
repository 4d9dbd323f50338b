import type { TraceDetail } from '@waybill/console-api';
import { Link } from 'wouter';
import {
  Button,
  CopyButton,
  download,
  formatCount,
  formatPlural,
  PageHeader,
  ServiceName,
  shortId,
  Timestamp,
} from '../../ui/index.ts';
import { nameWords } from './span-words.ts';
import { TraceStatusBadge } from './trace-status-badge.tsx';
import styles from './trace-view.module.css';

const CONVERSATION = 'messaging.message.conversation_id';

export function TraceHeader({ detail }: { detail: TraceDetail }) {
  const { rootName, traceId, status, conversationId, spans, spanCount } = detail;
  const orders = new Set(spans.map(({ attributes }) => attributes[CONVERSATION]).filter(Boolean));
  const messages = conversationId && orders.size <= 1 && `/messages/${encodeURIComponent(conversationId)}`;
  const saveAsJson = () =>
    download(JSON.stringify(detail, null, 2), `trace-${traceId}.json`, 'application/json');
  return (
    <PageHeader
      title={nameWords(rootName)}
      badge={<TraceStatusBadge status={status} />}
      subtitle={
        <span className={`row facts ${styles.facts}`}>
          {[...new Set(spans.map(({ service }) => service))].map((service) => (
            <ServiceName key={service} service={service} />
          ))}
          <Timestamp at={detail.startedAt} />
          <span>
            {formatPlural(spans.length, 'span')}
            {spans.length < spanCount && ` of ${formatCount(spanCount)}`}
          </span>
          <span>
            trace <code title={traceId}>{shortId(traceId)}</code>
            <CopyButton text={traceId} what="trace id" />
          </span>
          {messages && (
            <span>
              order <Link href={messages}>{shortId(conversationId)}</Link>
              <CopyButton text={conversationId} what="order id" />
            </span>
          )}
          {orders.size > 1 && <span>{formatPlural(orders.size, 'order')}</span>}
        </span>
      }
      actions={
        <>
          {messages && <Link href={messages}>Messages of this order</Link>}
          <Button size="small" icon="download" onClick={saveAsJson}>
            JSON
          </Button>
        </>
      }
    />
  );
}
