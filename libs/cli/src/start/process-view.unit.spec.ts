import { describe, expect, it } from '@jest/globals';
import type { ProcessView as ConsoleView } from '@waybill/console-api';
import type { ProcessView as SupervisorView } from '@waybill/stack';

/** Neither library may import the other; this file imports both, and the type check compares them. */
describe('a process of the stack', () => {
  it('has the same type in the supervisor and in the console', () => {
    const passOn = (view: SupervisorView): ConsoleView => view;
    const view = { name: 'order', state: 'running', pid: 42, stoppable: true } as const;
    expect(passOn(view)).toEqual(view);
  });
});
