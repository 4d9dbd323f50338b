import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { listenForSignOut, SessionContext, useSessionQuery } from '../api/session.ts';
import { ErrorNotice, Loading } from '../ui/index.ts';
import { App } from './app.tsx';
import { SignInPage } from './sign-in-page.tsx';

/** The console for who may see it; for others the way in. */
export function SignedIn() {
  const { data: session, error, refetch } = useSessionQuery();
  const client = useQueryClient();
  useEffect(() => listenForSignOut(client), [client]);
  if (!session) {
    return error === null ? (
      <Loading what="the console" />
    ) : (
      <ErrorNotice error={error} onRetry={() => void refetch()} />
    );
  }
  if (session.authentication && !session.caller) return <SignInPage session={session} />;
  return (
    <SessionContext value={session}>
      <App />
    </SessionContext>
  );
}
