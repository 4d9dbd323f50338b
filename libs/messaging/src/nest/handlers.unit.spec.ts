import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Catch,
  Injectable,
  Module,
  Scope,
  UseFilters,
  UsePipes,
  type ArgumentsHost,
  type CallHandler,
  type CanActivate,
  type DynamicModule,
  type ExceptionFilter,
  type ExecutionContext,
  type INestApplication,
  type NestInterceptor,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type PipeTransform,
  type Type,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { throwError } from 'rxjs';
import { z } from 'zod';
import { consumer } from '../consumer/define-consumer.js';
import { on } from '../consumer/subscription.js';
import { defineEvent } from '../contract/index.js';
import { DeadLetterNow, RetryLater, WiringRefused } from '../errors.js';
import type { EventMessage } from '../message/event-message.js';
import { connectMessaging, type ConnectOptions } from './connect-messaging.js';
import { MessagingStrategies } from './messaging-strategies.js';
import { MessagingStrategy } from './messaging-strategy.js';

const Rung = defineEvent({
  type: 'door.rung',
  version: 1,
  owner: 'door',
  key: ({ door }) => door,
  schema: z.object({ door: z.string() }),
});
type Door = EventMessage<{ door: string }>;

const failure = new RetryLater('nobody at home', 50);
const seen: unknown[] = [];

@Injectable()
class OpenWhenRung {
  async handle(event: Door, context: unknown): Promise<void> {
    if (event.data.door === 'locked') throw failure;
    seen.push([event, context]);
  }
}

/** A new one for each message. */
@Injectable({ scope: Scope.REQUEST })
class CountWhenRung {
  count = 0;
  async handle(): Promise<void> {
    seen.push((this.count += 1));
  }
}

@Catch(RetryLater)
class NotAgain implements ExceptionFilter {
  catch(error: RetryLater): unknown {
    return throwError(() => new DeadLetterNow(error.message));
  }
}

@Injectable()
@UseFilters(NotAgain)
class GiveUpWhenLocked extends OpenWhenRung {}

@Injectable()
class Shout implements PipeTransform {
  transform(value: unknown): unknown {
    return typeof value === 'object' && 'data' in (value as object) ? { data: { door: 'SHOUTED' } } : value;
  }
}

/** Has pipes and lifecycle hooks, as any provider may. */
@Injectable()
class WatchDoor implements OnApplicationBootstrap, OnApplicationShutdown {
  onApplicationBootstrap(): void {
    seen.push('bootstrap');
  }
  @UsePipes(Shout)
  async handle({ data }: Door): Promise<void> {
    seen.push(data.door);
  }
  onApplicationShutdown(): void {
    seen.push('shutdown');
  }
}

class Global implements CanActivate, NestInterceptor, PipeTransform {
  canActivate(context: ExecutionContext): boolean {
    seen.push(`guard of ${context.getType()}`);
    return true;
  }
  intercept(_context: ExecutionContext, next: CallHandler) {
    seen.push('interceptor');
    return next.handle();
  }
  transform(value: unknown): unknown {
    seen.push('pipe');
    return value;
  }
}

@Catch()
class GlobalFilter implements ExceptionFilter {
  catch(_error: unknown, host: ArgumentsHost): unknown {
    return throwError(() => new Error(`global filter of ${host.getType()}`));
  }
}

describe('a handler', () => {
  let app: INestApplication | undefined;
  afterEach(async () => {
    await app?.close();
    seen.length = 0;
  });

  /** An application whose module provides `providers`, with `handler` subscribed. Gives what delivers an event to it. */
  async function start(
    handler: Type<{ handle: OpenWhenRung['handle'] }>,
    { providers = [handler], ...options }: ConnectOptions & { providers?: DynamicModule['providers'] } = {},
  ) {
    const subscription = on(Rung, handler);
    const door = consumer('door', { startFrom: 'now' }, [subscription]);
    const strategy = new MessagingStrategy([door], async () => undefined);
    @Module({
      providers: [
        ...providers,
        { provide: MessagingStrategies, useValue: new MessagingStrategies(strategy) },
      ],
    })
    class DoorModule {}
    app = await NestFactory.create(DoorModule, new FastifyAdapter(), { logger: false });
    app.useGlobalGuards(new Global());
    app.useGlobalInterceptors(new Global());
    app.useGlobalPipes(new Global());
    app.useGlobalFilters(new GlobalFilter());
    await connectMessaging(app, options);
    await app.startAllMicroservices();
    return (door: string) => strategy.invoke(subscription, { data: { door } } as never, context);
  }
  const context = {} as never;

  it('is a provider that Nest calls with the message and the context', async () => {
    const ring = await start(OpenWhenRung);
    await ring('open');
    expect(seen).toEqual([[{ data: { door: 'open' } }, context]]);
  });

  it('is created for each message if it has request scope', async () => {
    const ring = await start(CountWhenRung);
    await ring('open');
    await ring('open');
    expect(seen).toEqual([1, 1]);
  });

  it('may be provided as another class, as a test does', async () => {
    class Fake {
      async handle(): Promise<void> {
        seen.push('fake');
      }
    }
    const ring = await start(OpenWhenRung, { providers: [{ provide: OpenWhenRung, useClass: Fake }] });
    await ring('open');
    expect(seen).toEqual(['fake']);
  });

  it('throws what it throws, because the class of the error decides what follows', async () => {
    const ring = await start(OpenWhenRung);
    await expect(ring('locked')).rejects.toBe(failure);
  });

  it('has its own exception filters applied', async () => {
    const ring = await start(GiveUpWhenLocked, { providers: [GiveUpWhenLocked, NotAgain] });
    await expect(ring('locked')).rejects.toThrow(DeadLetterNow);
  });

  it('has its own pipes applied, and its lifecycle hooks called', async () => {
    const ring = await start(WatchDoor, { providers: [WatchDoor, Shout] });
    await ring('open');
    await app!.close();
    expect(seen).toEqual(['bootstrap', 'SHOUTED', 'shutdown']);
  });

  it("leaves the application's global enhancers to HTTP, as Nest does", async () => {
    const ring = await start(OpenWhenRung);
    await ring('open');
    expect(seen).toHaveLength(1);
  });

  it('inherits them with inheritAppConfig, its own filters first', async () => {
    const ring = await start(OpenWhenRung, { inheritAppConfig: true });
    await ring('open');
    expect(seen.slice(0, -1)).toEqual(['guard of rpc', 'interceptor', 'pipe', 'pipe']);
    await expect(ring('locked')).rejects.toThrow('global filter of rpc');
    await app!.close();
    const locked = await start(GiveUpWhenLocked, {
      inheritAppConfig: true,
      providers: [GiveUpWhenLocked, NotAgain],
    });
    await expect(locked('locked')).rejects.toThrow(DeadLetterNow);
  });

  it('is missed at the start if no module provides it, or if it has no method to call', async () => {
    await expect(start(OpenWhenRung, { providers: [] })).rejects.toThrow(
      /OpenWhenRung is to handle door\.rung\.v1, and no module provides it/,
    );
    class Nothing {}
    await expect(start(Nothing as typeof OpenWhenRung)).rejects.toThrow(WiringRefused);
  });
});
