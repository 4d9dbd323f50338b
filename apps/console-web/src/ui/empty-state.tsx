import type { ReactNode } from 'react';
import styles from './notices.module.css';

interface Props {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

/** Nothing is here yet: what it would be (`title`), and what to do about it. */
export function EmptyState({ title, children, action }: Props) {
  return (
    <div className={styles.empty}>
      <p className={styles.emptyTitle}>{title}</p>
      <div className={styles.emptyText}>{children}</div>
      {action}
    </div>
  );
}

/** Fades in after a moment, so that a quick response shows nothing at all. */
export function Loading({ what }: { what: string }) {
  return (
    <p className={styles.loading} role="status">
      Loading {what} …
    </p>
  );
}
