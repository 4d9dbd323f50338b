import type { Type } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js';

/** A provider that is called outside of requests, where its module provides it; or why it cannot be, with the fix. */
export function staticProviderOf(modules: ModulesContainer, type: Type): InstanceWrapper | string {
  const provider = [...modules.values()]
    .map(({ providers }) => providers.get(type))
    .find((each) => each !== undefined);
  if (!provider) return 'and no module provides it: put it into the providers of the service';
  if (!provider.isDependencyTreeStatic()) {
    return 'and request-scoped, and no request runs it: give it and what it injects the default scope';
  }
  return provider;
}
