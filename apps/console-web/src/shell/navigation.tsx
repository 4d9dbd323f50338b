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
        const badge = counts[path];
        return (
          <Link key={path} href={path} aria-current={current ? 'page' : undefined} className={styles.page}>
            {title}
            {badge && (
              <span className={styles.count} title={`${badge.count} ${badge.words}`}>
                {badge.count > 99 ? '99+' : badge.count}
                <span className="only-heard"> {badge.words}</span>
              </span>
            )}
          </Link>
        );
      })}
    </nav>
  );
}
