import { Suspense } from 'react';
import { Link, Redirect, Route, Switch } from 'wouter';
import { useLive } from '../api/live.ts';
import { pages } from './pages.ts';

export function App() {
  const state = useLive();
  return (
    <>
      <header>
        <nav aria-label="Pages">
          {pages.map(({ path, title }) => (
            <Link key={path} href={path}>
              {title}
            </Link>
          ))}
        </nav>
        <p role="status">{state === 'away' ? 'The console’s server does not answer.' : ''}</p>
      </header>
      <main>
        <Suspense>
          <Switch>
            {pages.flatMap(({ path, patterns, view }) =>
              patterns.map((pattern) => (
                <Route key={path + pattern} path={path + pattern} component={view} />
              )),
            )}
            <Route>
              <Redirect to="/shop" replace />
            </Route>
          </Switch>
        </Suspense>
      </main>
    </>
  );
}
