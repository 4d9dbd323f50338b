import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { isRefusal } from './api/http.ts';
import { App } from './shell/app.tsx';
import { showTheme } from './shell/theme.ts';
import './styles/index.css';

showTheme();

const client = new QueryClient({
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
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
