import type { Type } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import type { Eraser } from '../personal/erasure.js';
import { staticProviderOf } from './static-provider.js';

/** The eraser of a service, as Nest has created it. */
export class ProvidedEraser {
  #eraser: Eraser | undefined;

  constructor(private readonly type: Type<Eraser> | undefined) {}

  /** Looks it up where its module provides it. Gives what is wrong with it, with the fix. */
  find(modules: ModulesContainer): string[] {
    if (!this.type) return [];
    const found = staticProviderOf(modules, this.type);
    if (typeof found === 'string') return [`${this.type.name} is the eraser ${found}`];
    const instance = found.instance as Partial<Eraser>;
    if (typeof instance.erase !== 'function')
      return [`${this.type.name} is the eraser and has no method called erase(tx, dataSubject)`];
    this.#eraser = instance as Eraser;
    return [];
  }

  /** Calls the eraser that `find` found; undefined if the service has none. */
  get erase(): Eraser['erase'] | undefined {
    return this.type && ((tx, dataSubject) => this.#eraser!.erase(tx, dataSubject));
  }
}
