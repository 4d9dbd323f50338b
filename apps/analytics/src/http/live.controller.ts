import { Controller, Sse, type MessageEvent } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { RequireScope, Shutdown } from '@waybill/service';
import { Observable } from 'rxjs';
import { LiveFigures } from '../application/live-figures.js';
import { LiveResponse } from './responses.js';

/** Keeps proxies from closing an idle stream. */
const HEARTBEAT_MS = 15_000;
/** A client that is further behind is disconnected: it reconnects and gets the latest state, as each event is complete. */
const MAX_PENDING_CHARACTERS = 256 * 1024;

@ApiTags('figures')
@Controller('live')
export class LiveController {
  constructor(
    private readonly live: LiveFigures,
    shutdown: Shutdown,
  ) {
    // An open stream would delay the drain.
    shutdown.signal.addEventListener('abort', () => live.close(), { once: true });
  }

  @Sse('', { maxPendingDataLength: MAX_PENDING_CHARACTERS })
  @RequireScope('analytics:read')
  @ApiOperation({
    summary: 'The running figures, as server-sent events',
    description: 'One event at once and one after each change, at most two a second; a comment every 15 s.',
  })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ description: 'The data of each event', standardSchema: LiveResponse })
  stream(): Observable<MessageEvent> {
    // Nest subscribes once, and unsubscribes when the client leaves.
    return new Observable<MessageEvent>((client) => {
      const heartbeat = setInterval(() => client.next({ comment: 'heartbeat' }), HEARTBEAT_MS);
      client.add(() => clearInterval(heartbeat));
      try {
        const stop = this.live.listen({
          next: (figures) => client.next({ data: { at: new Date().toISOString(), ...figures } }),
          error: (error) => client.error(error),
          complete: () => client.complete(),
        });
        client.add(stop);
      } catch (error) {
        client.error(error);
      }
    });
  }
}
