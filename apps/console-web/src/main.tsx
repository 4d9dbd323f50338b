import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { isRefusal } from './api/http.ts';
import { App } from './shell/app.tsx';
import { showTheme } from './shell/theme.ts';
import './styles/base.css';

showTheme();

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal stays one however often it is asked for.
      retry: (failures, error) => failures < 1 && !isRefusal(error),
      staleTime: 1_000,
      // The live connection says what changed: coming back to the window is no reason to ask, and no way around "paused".
      refetchOnWindowFocus: false,
    },
  },
});

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
