import type { LinkedTrace, TraceDetail } from '@waybill/console-api';
import { useState } from 'react';
import { Link } from 'wouter';
import { Button, Icon, ServiceMark } from '../../ui/index.ts';
import { linkWords } from './link-words.ts';
import styles from './linked-traces.module.css';

/** More of them would push the trace itself out of sight. */
const MOST_SHOWN = 4;

/** Both ways out of this trace. Following one opens the other trace with that very span chosen. */
export function LinkedTraces({ linked: { causedBy, ledTo } }: Pick<TraceDetail, 'linked'>) {
  const [all, setAll] = useState(false);
  const links = [
    ...causedBy.map((link) => ({ link, direction: 'causedBy' as const })),
    ...ledTo.map((link) => ({ link, direction: 'ledTo' as const })),
  ];
  if (links.length === 0) return null;
  const more = links.length - MOST_SHOWN;
  return (
    <ul className={styles.links} aria-label="Linked traces">
      {links.slice(0, all ? undefined : MOST_SHOWN).map(({ link, direction }) => (
        <LinkChip key={`${direction} ${link.spanId} ${link.ownSpanId}`} link={link} direction={direction} />
      ))}
      {more > 0 && (
        <li>
          <Button size="small" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Fewer' : `${more} more`}
          </Button>
        </li>
      )}
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
