import type { ReactNode } from 'react';
import { ErrorNotice } from '../../ui/index.ts';
import styles from './faults.module.css';

interface Props {
  title: ReactNode;
  description: string;
  /** A fault is active. */
  on?: boolean;
  /** Why the last change failed. */
  error: unknown;
  children: ReactNode;
}

/** A process or a fault, and its controls. */
export function FaultRow({ title, description, on = false, error, children }: Props) {
  return (
    <li className={styles.row} data-on={on || undefined}>
      <div className={styles.words}>
        <p className={styles.title}>{title}</p>
        <p className="soft">{description}</p>
      </div>
      <div className="row">{children}</div>
      {error !== null && (
        <div className={styles.wide}>
          <ErrorNotice error={error} />
        </div>
      )}
    </li>
  );
}
