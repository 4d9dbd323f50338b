import type { SessionView, SignedOut } from '@waybill/console-api';
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { getJson, sendJson } from './http.ts';

const KEY = ['session'];

/** Who is signed in. */
export function useSessionQuery() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => getJson<SessionView>('/api/session', signal),
    staleTime: Infinity,
  });
}

export const SessionContext = createContext<SessionView>({
  authentication: false,
  signIn: { token: false, provider: false },
});

export const useSession = () => useContext(SessionContext);

/** The server has refused a request because it knows nobody who sends it: the page asks who that is now. */
export function sessionEnded(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: KEY });
}

export function useSignIn() {
  const client = useQueryClient();
  return async (token: string): Promise<void> => {
    client.setQueryData(KEY, await sendJson<SessionView>('POST', '/api/session', { token }));
  };
}

export function useSignOut() {
  const client = useQueryClient();
  return async (): Promise<void> => {
    const { providerSignOut, ...signedOut } = await sendJson<SignedOut>('DELETE', '/api/session');
    client.setQueryData<SessionView>(KEY, signedOut);
    forget(client);
    const others = signOuts();
    others.postMessage('signed out');
    others.close();
    if (providerSignOut !== undefined) location.assign(providerSignOut);
  };
}

const signOuts = () => new BroadcastChannel('waybill.session');

/** Another tab has signed out, and the cookie that all share is gone. @returns stops listening */
export function listenForSignOut(client: QueryClient): () => void {
  const channel = signOuts();
  channel.onmessage = () => forget(client);
  return () => channel.close();
}

/** What was read for the one who leaves is not shown to the next. */
function forget(client: QueryClient): void {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEY[0] });
  sessionEnded(client);
}
