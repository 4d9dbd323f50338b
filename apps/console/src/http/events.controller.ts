import { Controller, Sse, type MessageEvent } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Shutdown } from '@waybill/service';
import { Observable } from 'rxjs';
import { LiveChanges } from '../application/live-changes.js';

/** Keeps proxies from closing a quiet stream. */
const HEARTBEAT_MS = 15_000;
/** A client so far behind is disconnected: it connects again and reloads everything that it shows. */
const MAX_PENDING_CHARACTERS = 256 * 1024;
/** Of the events' format; a page that knows another one reloads itself. */
const VERSION = 1;

@ApiTags('live')
@Controller('api/events')
export class EventsController {
  constructor(
    private readonly live: LiveChanges,
    shutdown: Shutdown,
  ) {
    // An open stream would delay the drain.
    shutdown.signal.addEventListener('abort', () => live.close(), { once: true });
  }

  @Sse('', { maxPendingDataLength: MAX_PENDING_CHARACTERS })
  @ApiOperation({
    summary: 'What has changed, as server-sent events',
    description: '`hello` at once, then `changed` at most four times a second; a comment every 15 s.',
  })
  @ApiProduces('text/event-stream')
  stream(): Observable<MessageEvent> {
    // Nest subscribes once, and unsubscribes when the client leaves.
    return new Observable<MessageEvent>((client) => {
      const heartbeat = setInterval(() => client.next({ comment: 'heartbeat' }), HEARTBEAT_MS);
      client.add(() => clearInterval(heartbeat));
      client.next({ type: 'hello', data: { version: VERSION } });
      const stop = this.live.listen({
        next: (change) => client.next({ type: 'changed', data: change }),
        error: (error) => client.error(error),
        complete: () => client.complete(),
      });
      client.add(stop);
    });
  }
}
