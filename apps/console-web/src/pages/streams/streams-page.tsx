import { useParams } from 'wouter';
import { MessageBrowser } from './message-browser.tsx';
import { StreamsOverview } from './streams-overview.tsx';

/** `/streams` and `/streams/:stream?sequence=&time=&subject=`. */
export function StreamsPage() {
  const { stream } = useParams<{ stream?: string }>();
  return stream === undefined ? <StreamsOverview /> : <MessageBrowser key={stream} stream={stream} />;
}
