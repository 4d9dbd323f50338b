import { useEffect, type ReactNode } from 'react';
import styles from './page-header.module.css';

interface Props {
  title: string;
  /** One sentence: what the page is for. */
  subtitle?: ReactNode;
  /** Beside the title: a state. */
  badge?: ReactNode;
  actions?: ReactNode;
}

/** The page's heading, which is also the title of the browser's tab. */
export function PageHeader({ title, subtitle, badge, actions }: Props) {
  usePageTitle(title);
  return (
    <header className={styles.header}>
      <div className={styles.words}>
        <div className="row">
          <h1>{title}</h1>
          {badge}
        </div>
        {subtitle !== undefined && <p className="soft">{subtitle}</p>}
      </div>
      {actions !== undefined && <div className="row">{actions}</div>}
    </header>
  );
}

export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Waybill [local]`;
  }, [title]);
}
