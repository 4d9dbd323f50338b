// An app of Nest with one handler, made without decorators: these files run as they are.
import 'reflect-metadata';
import { Controller, Module } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';

/** @param {string} pattern @param {(job: object, context: object) => Promise<void>} handle @param {object[]} imports */
export function appWith(pattern, handle, imports = []) {
  class Handler {
    handle(job, context) {
      return handle(job, context);
    }
  }
  const method = Object.getOwnPropertyDescriptor(Handler.prototype, 'handle');
  Payload()(Handler.prototype, 'handle', 0);
  Ctx()(Handler.prototype, 'handle', 1);
  EventPattern(pattern)(Handler.prototype, 'handle', method);
  Controller()(Handler);
  class App {}
  Module({ imports, controllers: [Handler] })(App);
  return App;
}
