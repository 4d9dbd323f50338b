import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { isRefusal, isSignedOut } from './api/http.ts';
import { sessionEnded } from './api/session.ts';
import { SignedIn } from './shell/signed-in.tsx';
import { showTheme } from './shell/theme.ts';
import './styles/index.css';

showTheme();

const onError = (error: Error) => {
  if (isSignedOut(error)) sessionEnded(client);
};

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      // A refused request would be refused again.
      retry: (failures, error) => failures < 1 && !isRefusal(error),
      staleTime: 1_000,
      // The live connection says what changed; and "paused" must hold.
      refetchOnWindowFocus: false,
    },
  },
});

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <SignedIn />
    </QueryClientProvider>
  </StrictMode>,
);
