import type { LinkedTrace, TraceDetail } from '@waybill/console-api';
import { Link } from 'wouter';
import { Icon, ServiceMark } from '../../ui/index.ts';
import { linkWords } from './link-words.ts';
import styles from './linked-traces.module.css';

/** Both ways out of this trace. Following one opens the other trace with that very span chosen. */
export function LinkedTraces({ linked }: Pick<TraceDetail, 'linked'>) {
  if (linked.causedBy.length + linked.ledTo.length === 0) return null;
  return (
    <ul className={styles.links} aria-label="Linked traces">
      {linked.causedBy.map((link) => (
        <LinkChip key={`from ${link.spanId} ${link.ownSpanId}`} link={link} direction="causedBy" />
      ))}
      {linked.ledTo.map((link) => (
        <LinkChip key={`to ${link.spanId} ${link.ownSpanId}`} link={link} direction="ledTo" />
      ))}
    </ul>
  );
}

export function LinkChip({ link, direction }: { link: LinkedTrace; direction: 'causedBy' | 'ledTo' }) {
  const { relation, what } = linkWords(link, direction);
  return (
    <li>
      <Link href={`/traces/${link.traceId}?span=${link.spanId}`} className={styles.chip}>
        <Icon name="link" size={14} />
        <span className={styles.relation}>{relation}</span>
        <ServiceMark service={link.service} />
        <span>{what}</span>
        <span className={styles.service}>{link.service}</span>
      </Link>
    </li>
  );
}
