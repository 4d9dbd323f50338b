import type { TraceDetail } from '@waybill/console-api';
import { useState } from 'react';
import { Link } from 'wouter';
import { Button, Icon, ServiceMark } from '../../ui/index.ts';
import { linksOf, linkWords, type DirectedLink } from './link-words.ts';
import styles from './trace-view.module.css';

/** More of them would push the trace itself out of sight. */
const MOST_SHOWN = 4;

/** Links to the traces that caused this one, and that it led to; each opens with the linked span selected. */
export function LinkedTraces({ linked }: Pick<TraceDetail, 'linked'>) {
  const [all, setAll] = useState(false);
  const links = linksOf(linked);
  if (links.length === 0) return null;
  const more = links.length - MOST_SHOWN;
  return (
    <ul className={`row ${styles.links}`} aria-label="Linked traces">
      {links.slice(0, all ? undefined : MOST_SHOWN).map((each) => (
        <LinkChip key={`${each.direction} ${each.link.spanId} ${each.link.ownSpanId}`} {...each} />
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

export function LinkChip({ link, direction }: DirectedLink) {
  const { relation, what } = linkWords(link, direction);
  return (
    <li>
      <Link href={`/traces/${link.traceId}?span=${link.spanId}`} className={styles.chip}>
        <Icon name="link" size={14} />
        <b>{relation}</b>
        <ServiceMark service={link.service} />
        <span>{what}</span>
        <span className="soft">{link.service}</span>
      </Link>
    </li>
  );
}
