import { afterEach, describe, expect, it } from '@jest/globals';
import { Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { z } from 'zod';
import { consumer } from '../consumer/define-consumer.js';
import { on } from '../consumer/subscription.js';
import { defineEvent } from '../contract/index.js';
import { RetryLater, WiringRefused } from '../errors.js';
import type { EventMessage } from '../message/event-message.js';
import { connectMessaging } from './connect-messaging.js';
import { handlersOf } from './handlers-of.js';
import { MessagingStrategies } from './messaging-strategies.js';
import { MessagingStrategy } from './messaging-strategy.js';

const Rung = defineEvent({
  type: 'door.rung',
  version: 1,
  owner: 'door',
  key: ({ door }) => door,
  schema: z.object({ door: z.string() }),
});

const failure = new RetryLater('nobody at home', 50);
const handled: unknown[] = [];

class OpenWhenRung {
  async handle(event: EventMessage<{ door: string }>, context: unknown): Promise<void> {
    if (event.data.door === 'locked') throw failure;
    handled.push([event, context]);
  }
}

/** A provider, but no controller. */
class ForgottenHandler {
  async handle(): Promise<void> {}
}

const subscription = on(Rung, OpenWhenRung);
const taking = (handler: typeof OpenWhenRung) => consumer('door', { startFrom: 'now' }, [on(Rung, handler)]);
const door = consumer('door', { startFrom: 'now' }, [subscription]);
const strategy = new MessagingStrategy([door], async () => undefined);

@Module({
  controllers: handlersOf([door]),
  providers: [{ provide: MessagingStrategies, useValue: new MessagingStrategies(strategy) }],
})
class DoorModule {}

describe('handlersOf', () => {
  let app: INestApplication | undefined;
  afterEach(async () => {
    await app?.close();
    handled.length = 0;
  });

  async function start(): Promise<void> {
    app = await NestFactory.create(DoorModule, new FastifyAdapter(), { logger: false });
    await app.init();
    connectMessaging(app);
    await app.startAllMicroservices();
  }

  const rung = (door: string) => ({ data: { door } }) as never;
  const context = {} as never;

  it('has Nest call the handler with the message and the context', async () => {
    await start();
    const message = rung('open');
    await strategy.invoke(subscription, message, context);
    expect(handled).toEqual([[message, context]]);
  });

  it('finds out at the start that a handler is not registered, or has no method to call', async () => {
    const forgotten = new MessagingStrategy([taking(ForgottenHandler)], async () => undefined);
    @Module({
      providers: [
        ForgottenHandler,
        { provide: MessagingStrategies, useValue: new MessagingStrategies(forgotten) },
      ],
    })
    class ForgetfulModule {}
    app = await NestFactory.create(ForgetfulModule, new FastifyAdapter(), { logger: false });
    const connect = () => connectMessaging(app!);
    expect(connect).toThrow(WiringRefused);
    expect(connect).toThrow(
      /ForgottenHandler is to handle door\.rung\.v1, and Nest does not know it: put \.\.\.handlersOf/,
    );
    const handler = class Nothing {} as unknown as typeof OpenWhenRung;
    expect(() => handlersOf([taking(handler)])).toThrow(/Nothing is subscribed and has no method/);
  });

  it('lets an error of the handler through as it is, because its class decides what follows', async () => {
    await start();
    await expect(strategy.invoke(subscription, rung('locked'), context)).rejects.toBe(failure);
  });
});
