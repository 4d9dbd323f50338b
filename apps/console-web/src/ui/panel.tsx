import { useId, type ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './panel.module.css';

interface Props {
  title?: ReactNode;
  actions?: ReactNode;
  /** The content reaches the edges: a table, a chart. */
  flush?: boolean;
  /** It may be too long for its place: the keyboard reaches it to scroll. */
  scrolls?: boolean;
  className?: string;
  children: ReactNode;
}

/** One part of a page, named by its title. */
export function Panel({ title, actions, flush = false, scrolls = false, className, children }: Props) {
  const id = useId();
  return (
    <section
      className={classNames('sheet', styles.panel, className)}
      aria-labelledby={title === undefined ? undefined : id}
      tabIndex={scrolls ? 0 : undefined}
    >
      {(title !== undefined || actions !== undefined) && (
        <div className={classNames('row apart', styles.head)}>
          {title !== undefined && (
            <h2 id={id} className={styles.title}>
              {title}
            </h2>
          )}
          {actions !== undefined && <div className="row">{actions}</div>}
        </div>
      )}
      <div className={flush ? styles.flush : styles.body}>{children}</div>
    </section>
  );
}
