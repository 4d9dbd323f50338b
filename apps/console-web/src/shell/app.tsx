import { Suspense } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { LiveContext, useLiveConnection } from '../api/live.ts';
import { Loading } from '../ui/index.ts';
import styles from './app.module.css';
import { ErrorBoundary } from './error-boundary.tsx';
import { Header } from './header.tsx';
import { DownNotice } from './live-state.tsx';
import { NewGroupNotice } from './new-group-notice.tsx';
import { pages } from './pages.ts';
import { UnknownPage } from './unknown-page.tsx';

export function App() {
  const live = useLiveConnection();
  const [location] = useLocation();
  return (
    <LiveContext value={live}>
      <a href="#main" className={styles.skip}>
        Skip to the page
      </a>
      <Header />
      <DownNotice />
      <NewGroupNotice />
      <main id="main" tabIndex={-1} className={styles.main}>
        <ErrorBoundary resetKey={location}>
          <Suspense fallback={<Loading what="the page" />}>
            <Switch>
              {pages.map(({ path, below, view }) => (
                <Route key={path} path={path + below} component={view} />
              ))}
              <Route path="/">
                <Redirect to="/shop" replace />
              </Route>
              <Route>
                <UnknownPage address={location} />
              </Route>
            </Switch>
          </Suspense>
        </ErrorBoundary>
      </main>
    </LiveContext>
  );
}
