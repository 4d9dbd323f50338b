import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { TransactionEnded } from '@waybill/messaging/operations';
import { exitOnCrash } from './run-service.js';

describe('an uncaught error', () => {
  let onError: NodeJS.UncaughtExceptionListener;
  let exit: jest.SpiedFunction<typeof process.exit>;

  beforeEach(() => {
    exit = jest.spyOn(process, 'exit').mockReturnValue(undefined as never);
    jest.spyOn(Logger.prototype, 'fatal').mockReturnValue();
    exitOnCrash(() => 'order');
    onError = process.listeners('uncaughtException').at(-1)!;
    process.off('uncaughtException', onError);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('ends the process', () => {
    onError(new Error('broken'), 'unhandledRejection');
    expect(exit).toHaveBeenCalledWith(1);
  });

  it('does not end the process if it is a late statement without await', () => {
    onError(new TransactionEnded('too late'), 'unhandledRejection');
    expect(exit).not.toHaveBeenCalled();
    onError(new TransactionEnded('thrown'), 'uncaughtException');
    expect(exit).toHaveBeenCalledWith(1);
  });
});
