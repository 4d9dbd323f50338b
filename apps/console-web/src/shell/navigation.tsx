import { Link, useLocation } from 'wouter';
import styles from './header.module.css';
import { useNavigationCounts } from './navigation-counts.ts';
import { pages } from './pages.ts';

export function Navigation() {
  const [location] = useLocation();
  const counts = useNavigationCounts();
  return (
    <nav aria-label="Pages" className={styles.pages}>
      {pages.map(({ path, title }) => {
        const current = location === path || location.startsWith(`${path}/`);
        const { count, words } = counts[path] ?? { count: 0, words: '' };
        return (
          <Link key={path} href={path} aria-current={current ? 'page' : undefined} className={styles.page}>
            {title}
            {count > 0 && (
              <span className={styles.count} title={`${count} ${words}`}>
                {count > 99 ? '99+' : count}
                <span className="visually-hidden"> {words}</span>
              </span>
            )}
          </Link>
        );
      })}
    </nav>
  );
}
